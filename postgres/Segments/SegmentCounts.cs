using Npgsql;

namespace Crm.Postgres.Segments;

/// <summary>Members of all segments of a store.</summary>
public sealed class SegmentCounts(NpgsqlDataSource source)
{
    /// <summary>By segment; one without members may be absent.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Of(string store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select segment, sum(members)::bigint from crm.segment_counts where store = $1 group by segment");
        command.Parameters.With(store);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new Dictionary<string, long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.Add(reader.GetString(0), reader.GetInt64(1));
        }

        return counts;
    }
}
