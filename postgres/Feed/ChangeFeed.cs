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

    /// <summary>
    /// In the order of their numbers within each partition; across partitions roughly by time. The running maximum keeps
    /// a page a prefix of every partition, which a cursor needs, where an entry is dated before the one ahead of it.
    /// </summary>
    /// <param name="segment">Null for all of the store's.</param>
    /// <param name="limit">1 to <see cref="MaxLimit"/>.</param>
    public async Task<ChangePage> After(FeedCursor after, string store, string? segment, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Math.Clamp(limit, 1, MaxLimit), limit, nameof(limit));
        await using var command = source.CreateCommand($"""
            select f.partition, f.number, f.segment, f.customer, f.change, f.version, f.sequence, f.at, f.event_at, f.recorded_at, f.cause, f.log_offset, f.into_customer
            from (select partition, coalesce(($2)[partition + 1], 0) as after, next_feed_number from crm.partitions) p
            cross join lateral (
              select * from crm.feed
              where store = $1 and partition = p.partition and number > p.after {(segment is null ? "" : "and segment = $4")}
              order by number limit $3) f
            where p.next_feed_number - 1 > p.after
            order by max(f.at) over (partition by f.partition order by f.number), f.partition, f.number limit $3
            """);
        command.Parameters.With(store).With(after.Numbers.ToArray()).With(limit);
        if (segment is not null)
        {
            command.Parameters.With(segment);
        }

        return await Read(command, after, limit, cancellationToken);
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

    private static async Task<ChangePage> Read(NpgsqlCommand command, FeedCursor after, int limit, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var changes = ImmutableArray.CreateBuilder<Change>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var eventAt = await reader.IsDBNullAsync(8, cancellationToken) ? (Instant?)null : new Instant(reader.GetInt64(8));
            changes.Add(new(
                reader.GetInt32(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), (FeedChange)reader.GetInt16(4), reader.GetInt32(5),
                reader.GetInt64(6), new Instant(reader.GetInt64(7)), eventAt, new Instant(reader.GetInt64(9)), (Cause)reader.GetInt16(10), reader.GetInt64(11),
                await reader.IsDBNullAsync(12, cancellationToken) ? null : reader.GetString(12)));
        }

        foreach (var last in changes.GroupBy(change => change.Partition).Select(partition => partition.Last()))
        {
            after = after.With(last.Partition, last.Number);
        }

        return new(changes.ToImmutable(), after, changes.Count == limit);
    }
}

/// <param name="Next">Continues after these; the same place where there are none.</param>
/// <param name="More">Whether there may be more already.</param>
public sealed record ChangePage(ImmutableArray<Change> Items, FeedCursor Next, bool More);

/// <summary>An entry of the feed; the fields are those of <see cref="FeedRow"/>.</summary>
public sealed record Change(
    int Partition, long Number, string Segment, string Customer, FeedChange Kind, int Version, long Sequence,
    Instant At, Instant? EventAt, Instant RecordedAt, Cause Cause, long Offset, string? Into);
