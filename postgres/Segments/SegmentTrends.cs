using Crm.Core.Time;
using Npgsql;

namespace Crm.Postgres.Segments;

/// <summary>How many members a store's segments had, found backwards from how many they have now.</summary>
public sealed class SegmentTrends(NpgsqlDataSource source)
{
    // Only customers' changes; what a deletion of the segment took with it, it took without them. What is before a change that is not kept any
    // more is not known: instants do not fall within a partition, so all that went is no later than the first that was kept after it.
    private const string Sql = """
        with changed as (
          select segment, width_bucket(at, $2) as slot, sum(case change when 0 then 1 when 1 then -1 else 0 end)::bigint as grown,
            max(at) filter (where change = 3) as deleted
          from crm.feed
          where store = $1 and at >= $3 and segment <> '' and change in (0, 1, 3)
          group by 1, 2),
        gone as (
          select l.segment, max(coalesce(k.at, 9223372036854775807)) as through
          from crm.feed_floors l
          left join lateral (
            select f.at from crm.feed f where f.store = l.store and f.partition = l.partition and f.number > l.number order by f.number limit 1) k on true
          where l.store = $1 and l.segment <> ''
          group by l.segment),
        counted as (
          select segment, sum(members)::bigint as members from crm.segment_counts where store = $1 group by segment)
        select s.segment, coalesce(n.members, 0), g.through, c.slot, c.grown, c.deleted
        from (select segment from counted union select segment from changed union select segment from gone) s
        left join counted n on n.segment = s.segment
        left join gone g on g.segment = s.segment
        left join changed c on c.segment = s.segment
        order by s.segment, c.slot desc
        """;

    /// <summary>One statement for all of them: as many rows of the feed are read as changes came about since the first instant.</summary>
    /// <param name="store">Whose.</param>
    /// <param name="starts">When each day begins, ascending; the last one is under way.</param>
    /// <returns>By segment, of each day how many members there were when it ended, or null where that is not known any more; of the last one how many there are now.</returns>
    public async Task<IReadOnlyDictionary<string, long?[]>> Of(string store, IReadOnlyList<Instant> starts, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.With(store).With(starts.Select(static start => start.Milliseconds).ToArray()).With(starts[0].Milliseconds);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var trends = new Dictionary<string, SegmentTrend>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var segment = reader.GetString(0);
            if (!trends.TryGetValue(segment, out var trend))
            {
                trends[segment] = trend = new(starts.Count, reader.GetInt64(1));
                trend.Forget(await ReadInstant(reader, 2, cancellationToken));
            }

            if (!await reader.IsDBNullAsync(3, cancellationToken))
            {
                trend.Grown[reader.GetInt32(3) - 1] = reader.GetInt64(4);
                trend.Forget(await ReadInstant(reader, 5, cancellationToken));
            }
        }

        return trends.ToDictionary(static trend => trend.Key, trend => trend.Value.Sizes(starts));
    }

    private static async Task<Instant?> ReadInstant(NpgsqlDataReader reader, int column, CancellationToken cancellationToken) =>
        await reader.IsDBNullAsync(column, cancellationToken) ? null : new(reader.GetInt64(column));

    private sealed class SegmentTrend(int days, long now)
    {
        private Instant _knownAfter = new(long.MinValue);

        /// <summary>How many more there were when the day ended than when it began.</summary>
        public long[] Grown { get; } = new long[days];

        /// <summary>Sizes through this instant cannot be told.</summary>
        public void Forget(Instant? through) => _knownAfter = Instant.Later(_knownAfter, through ?? _knownAfter);

        public long?[] Sizes(IReadOnlyList<Instant> starts)
        {
            var sizes = new long?[starts.Count];
            var size = now;
            for (var day = sizes.Length - 1; day >= 0; day--)
            {
                sizes[day] = day == sizes.Length - 1 || starts[day + 1] > _knownAfter ? size : null;
                size -= Grown[day];
            }

            return sizes;
        }
    }
}
