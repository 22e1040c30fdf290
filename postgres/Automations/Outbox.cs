using Crm.Core.Time;
using Crm.Grains.Triggers;
using Npgsql;

namespace Crm.Postgres.Automations;

/// <summary>Claims and settles the committed actions.</summary>
internal sealed class Outbox(NpgsqlDataSource source) : IOutbox
{
    private const int ErrorLength = 500;

    private const string ClaimSql =
        "select o.id, o.key, o.customer, o.version, o.run, o.step, o.at, o.attempts, o.document, o.traceparent from crm.claim_actions($1, $2, $3, $4, $5, $6, $7) o";

    public async Task<IReadOnlyList<ClaimedAction>> Claim(
        string store, string automation, int shard, int shards, Instant now, Instant leaseEnd, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(ClaimSql);
        command.Parameters.With(store).With(automation).With(now.Milliseconds).With(shards).With(shard).With(limit).With(leaseEnd.Milliseconds);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var claimed = new List<ClaimedAction>();
        while (await reader.ReadAsync(cancellationToken))
        {
            claimed.Add(new(
                reader.GetInt64(0), reader.GetString(1), store, automation, reader.GetString(2), reader.GetInt32(3), reader.GetInt64(4), reader.GetString(5),
                new(reader.GetInt64(6)), reader.GetInt32(7), await reader.IsDBNullAsync(8, cancellationToken) ? default : reader.GetFieldValue<byte[]>(8),
                await reader.IsDBNullAsync(9, cancellationToken) ? null : reader.GetString(9)));
        }

        return claimed;
    }

    public async Task Record(IReadOnlyList<ActionResult> results, Instant now, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            update crm.outbox o
            set state = r.state, error = r.error, due_at = coalesce(r.again, o.due_at), finished_at = case when r.state = 0 then null else $6 end
            from unnest($1, $2, $3, $4, $5) r (id, attempt, state, error, again)
            where o.id = r.id and o.attempts = r.attempt and o.state = 0
            """);
        command.Parameters
            .With(results.Select(static result => result.Id).ToArray())
            .With(results.Select(static result => result.Attempt).ToArray())
            .With(results.Select(static result => (short)(result.Error is null ? OutboxState.Done : result.Again is null ? OutboxState.GivenUp : OutboxState.Pending)).ToArray())
            .With(results.Select(static result => result.Error is { Length: > ErrorLength } error ? error[..ErrorLength] : result.Error).ToArray())
            .With(results.Select(static result => result.Again?.Milliseconds).ToArray())
            .With(now.Milliseconds);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task GiveUpAll(string store, string automation, string reason, Instant now, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "update crm.outbox set state = 2, error = $3, finished_at = $4 where store = $1 and automation = $2 and state = 0");
        command.Parameters.With(store).With(automation).With(reason).With(now.Milliseconds);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
