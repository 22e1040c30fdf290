using Crm.Core.Time;
using Npgsql;

namespace Crm.Postgres.Automations;

/// <summary>Which automations have actions that are due, and how many wait.</summary>
public sealed class OutboxQueue(NpgsqlDataSource source)
{
    /// <summary>Where counting what waits ends: each look reads that many rows at most.</summary>
    public const int MostCounted = 100_000;

    /// <summary>Automations with something due, by store and id. It skips from one to the next, however many actions each has.</summary>
    public async Task<IReadOnlyList<(string Store, string Automation)>> Due(Instant now, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            with recursive automations as (
              (select store, automation from crm.outbox where state = 0 order by store, automation limit 1)
              union all
              select n.store, n.automation from automations a
              cross join lateral (
                select store, automation from crm.outbox
                where state = 0 and (store, automation) > (a.store, a.automation) order by store, automation limit 1) n)
            select a.store, a.automation from automations a
            where exists (select from crm.outbox o where o.store = a.store and o.automation = a.automation and o.state = 0 and o.due_at <= $1)
            """);
        command.Parameters.With(now.Milliseconds);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var due = new List<(string, string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add((reader.GetString(0), reader.GetString(1)));
        }

        return due;
    }

    /// <summary>How many actions wait, or are being executed, and when the oldest of them came to be; counted up to <see cref="MostCounted"/>.</summary>
    public async Task<(long Count, Instant? Oldest)> Pending(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "select count(*), min(recorded_at) from (select recorded_at from crm.outbox where state = 0 limit $1) pending");
        command.Parameters.With(MostCounted);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), await reader.IsDBNullAsync(1, cancellationToken) ? null : new Instant(reader.GetInt64(1)));
    }
}
