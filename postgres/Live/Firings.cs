using System.Collections.Immutable;
using Crm.Core.Time;
using Crm.Postgres.Automations;
using Npgsql;

namespace Crm.Postgres.Live;

/// <summary>A store's actions as they come about and as they end, for one who watches; not for one who must miss none.</summary>
public sealed class Firings(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>Of either kind in one look: with more, the oldest are left out.</summary>
    public const int Most = 200;

    // Ids are given before their commit, and ended actions are dated by whoever ended them: what is this late is still found.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(10);

    private const string Columns = "id, key, automation, customer, version, run, step, state, at, finished_at, error";

    private const string Sql = $"""
        (select {Columns} from crm.outbox where id > $2 and store = $1 order by id desc limit $4)
        union
        (select {Columns} from crm.outbox where store = $1 and state <> 0 and finished_at >= $3 order by finished_at desc limit $4)
        order by id
        """;

    /// <summary>The place from which on something new is told.</summary>
    public async Task<FiringPlace> Now(string store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select coalesce(max(id), 0) from crm.outbox");
        var place = new FiringPlace((long)(await command.ExecuteScalarAsync(cancellationToken))!);
        await After(place, store, cancellationToken); // what is there already is not news
        return place;
    }

    /// <summary>What came about and what ended since the last time, in the order of the ids: one that did both stands there once, ended.</summary>
    /// <param name="place">Moved on.</param>
    public async Task<ImmutableArray<Firing>> After(FiringPlace place, string store, CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        await using var command = source.CreateCommand(Sql);
        command.Parameters.With(store).With(place.Floor).With(Instant.From(time.GetUtcNow() - Late).Milliseconds).With(Most);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var news = ImmutableArray.CreateBuilder<Firing>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var firing = Read(reader);
            if (place.IsNew(firing, now))
            {
                news.Add(firing);
            }
        }

        place.Forget(seen => time.GetElapsedTime(seen, now) > 2 * Late);
        return news.ToImmutable();
    }

    private static Firing Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt32(4), reader.GetInt64(5), reader.GetString(6),
        (OutboxState)reader.GetInt16(7), new(reader.GetInt64(8)), reader.IsDBNull(9) ? null : new Instant(reader.GetInt64(9)), reader.IsDBNull(10) ? null : reader.GetString(10));
}

/// <param name="Id">Of the row.</param>
/// <param name="Key">The action's own name, as receivers see it.</param>
/// <param name="Version">Of the automation.</param>
/// <param name="At">When it came to be due.</param>
/// <param name="FinishedAt">When it was done or given up.</param>
/// <param name="Error">Of the last attempt.</param>
public sealed record Firing(
    long Id, string Key, string Automation, string Customer, int Version, long Run, string Step, OutboxState State, Instant At, Instant? FinishedAt, string? Error);
