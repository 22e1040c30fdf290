using Crm.Core.Time;
using Npgsql;

namespace Crm.Postgres.Live;

/// <summary>How much of a store is visible, and how fast that grows: of all partitions together, the same whichever process asks.</summary>
public sealed class ActivityReader(NpgsqlDataSource source)
{
    /// <summary>Milliseconds. What is told as "a second" is the mean over the spell under way and the one before it: over 5 to 10 seconds.</summary>
    internal const int Spell = 5_000;

    public async Task<StoreActivity> Of(string store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"""
            select n.ms, coalesce(sum(a.events), 0)::bigint, coalesce(sum(a.changes), 0)::bigint, max(a.last_at),
              coalesce(sum(case n.ms / {Spell} - a.spell when 0 then a.spell_events + a.before_events when 1 then a.spell_events end), 0)::bigint,
              coalesce(sum(case n.ms / {Spell} - a.spell when 0 then a.spell_changes + a.before_changes when 1 then a.spell_changes end), 0)::bigint
            from (select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms) n left join crm.activity a on a.store = $1
            group by n.ms
            """);
        command.Parameters.With(store);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var now = reader.GetInt64(0);
        var seconds = (Spell + (now % Spell)) / 1_000.0;
        return new(
            new(now), reader.GetInt64(1), reader.GetInt64(2), await reader.IsDBNullAsync(3, cancellationToken) ? null : new Instant(reader.GetInt64(3)),
            reader.GetInt64(4) / seconds, reader.GetInt64(5) / seconds);
    }

    /// <summary>Customers of whom an event is known; who was merged into another is a part of that one. It reads all of the store's states' rows: not to be asked often.</summary>
    public async Task<long> Customers(string store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select count(*) from crm.snapshots where store = $1 and first_seen is not null");
        command.Parameters.With(store);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

/// <param name="AsOf">By the database's clock, as the other instants.</param>
/// <param name="Events">That counted, ever.</param>
/// <param name="Changes">Of customers, in the feed, ever.</param>
/// <param name="LastAt">When the newest event became visible; null before the first.</param>
/// <param name="EventsPerSecond">Of late.</param>
/// <param name="ChangesPerSecond">Of late.</param>
public sealed record StoreActivity(Instant AsOf, long Events, long Changes, Instant? LastAt, double EventsPerSecond, double ChangesPerSecond);
