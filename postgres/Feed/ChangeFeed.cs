using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.Core.Time;
using Crm.Ingest.Commits;
using Npgsql;

namespace Crm.Postgres.Feed;

/// <summary>What changed in a store's segments, after a place in the feed.</summary>
public sealed class ChangeFeed(NpgsqlDataSource source)
{
    public const int MaxLimit = 1000;

    private const string Columns = "f.partition, f.number, f.segment, f.customer, f.change, f.version, f.sequence, f.at, f.event_at, f.recorded_at, f.cause, f.log_offset, f.into_customer";

    /// <summary>
    /// In the order of their numbers within each partition; across partitions roughly by time. The running maximum keeps
    /// a page a prefix of every partition, which a cursor needs, where an entry is dated before the one ahead of it.
    /// </summary>
    /// <param name="after">Null for the oldest that is kept.</param>
    /// <param name="segment">Null for all of the store's.</param>
    /// <param name="limit">1 to <see cref="MaxLimit"/>.</param>
    public async Task<ChangePage> After(FeedCursor? after, string store, string? segment, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Math.Clamp(limit, 1, MaxLimit), limit, nameof(limit));
        await using var batch = source.CreateBatch();
        var changes = new NpgsqlBatchCommand($"""
            select {Columns}
            from (select partition, coalesce(($2)[partition + 1], 0) as after, next_feed_number from crm.partitions) p
            cross join lateral (
              select * from crm.feed
              where store = $1 and partition = p.partition and number > p.after {(segment is null ? "" : "and segment = $4")}
              order by number limit $3) f
            where p.next_feed_number - 1 > p.after
            order by max(f.at) over (partition by f.partition order by f.number), f.partition, f.number limit $3
            """);
        changes.Parameters.With(store).With((after ?? FeedCursor.Start).Numbers.ToArray()).With(limit);

        // After the changes: what goes between the two looks must not be passed over.
        var floors = new NpgsqlBatchCommand(
            $"select partition, max(number) from crm.feed_floors where store = $1 {(segment is null ? "" : "and segment = $2")} group by partition order by partition");
        floors.Parameters.With(store);
        if (segment is not null)
        {
            changes.Parameters.With(segment);
            floors.Parameters.With(segment);
        }

        batch.BatchCommands.Add(changes);
        batch.BatchCommands.Add(floors);
        return await Read(batch, after, limit, cancellationToken);
    }

    /// <summary>The changes of all stores in one partition, by number, each with its store.</summary>
    public async Task<IReadOnlyList<(string Store, Change Change)>> OfPartition(int partition, long after, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"select {Columns}, f.store from crm.feed f where partition = $1 and number > $2 order by number limit $3");
        command.Parameters.With(partition).With(after).With(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var changes = new List<(string, Change)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            changes.Add((reader.GetString(13), ReadChange(reader)));
        }

        return changes;
    }

    /// <summary>The place after everything that is committed now.</summary>
    public async Task<FeedCursor> Newest(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(NewestSql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ReadNewest(reader, cancellationToken);
    }

    internal const string NewestSql = "select partition, next_feed_number - 1 from crm.partitions order by partition desc";

    internal static async Task<FeedCursor> ReadNewest(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        long[] numbers = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            var partition = reader.GetInt32(0);
            if (partition >= numbers.Length)
            {
                numbers = new long[partition + 1]; // the first row is the highest partition
            }

            numbers[partition] = reader.GetInt64(1);
        }

        return new([.. numbers]);
    }

    private static Change ReadChange(NpgsqlDataReader reader) => new(
        reader.GetInt32(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), (FeedChange)reader.GetInt16(4), reader.GetInt32(5),
        reader.GetInt64(6), new Instant(reader.GetInt64(7)), reader.IsDBNull(8) ? null : new Instant(reader.GetInt64(8)), new Instant(reader.GetInt64(9)),
        (Cause)reader.GetInt16(10), reader.GetInt64(11), reader.IsDBNull(12) ? null : reader.GetString(12));

    private static async Task<ChangePage> Read(NpgsqlBatch batch, FeedCursor? asked, int limit, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var changes = ImmutableArray.CreateBuilder<Change>();
        while (await reader.ReadAsync(cancellationToken))
        {
            changes.Add(ReadChange(reader));
        }

        await reader.NextResultAsync(cancellationToken);
        var (after, expired) = (asked ?? FeedCursor.Start, false);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (partition, floor) = (reader.GetInt32(0), reader.GetInt64(1));
            expired |= asked is not null && asked[partition] < floor;
            after = after.With(partition, Math.Max(after[partition], floor));
        }

        if (expired)
        {
            return new([], asked!, asked!, false) { Expired = true };
        }

        var start = after;
        foreach (var last in changes.GroupBy(change => change.Partition).Select(partition => partition.Last()))
        {
            after = after.With(last.Partition, last.Number);
        }

        return new(changes.ToImmutable(), start, after, changes.Count == limit);
    }
}

/// <param name="Start">The place before these.</param>
/// <param name="Next">Continues after these; the same place where there are none.</param>
/// <param name="More">Whether there may be more already.</param>
public sealed record ChangePage(ImmutableArray<Change> Items, FeedCursor Start, FeedCursor Next, bool More)
{
    /// <summary>Changes after the place that was asked for have gone: continuing there would leave a gap.</summary>
    public bool Expired { get; init; }
}

/// <summary>An entry of the feed; the fields are those of <see cref="FeedRow"/>.</summary>
public sealed record Change(
    int Partition, long Number, string Segment, string Customer, FeedChange Kind, int Version, long Sequence,
    Instant At, Instant? EventAt, Instant RecordedAt, Cause Cause, long Offset, string? Into);
