using Crm.Core.Time;
using Crm.GrainInterfaces.Segments;
using Crm.Grains.Segments;
using Npgsql;

namespace Crm.Postgres.Segments;

/// <summary>A segment's count and newest change, as one statement sees them.</summary>
internal sealed class SegmentReader(NpgsqlDataSource source, TimeProvider time) : ISegmentReader
{
    public async Task<SegmentCount> Count(string store, string segment, CancellationToken cancellationToken)
    {
        var asOf = Instant.From(time.GetUtcNow());
        await using var command = source.CreateCommand("""
            select
              (select coalesce(sum(members), 0)::bigint from crm.segment_counts where store = $1 and segment = $2),
              (select max(f.at) from crm.partitions p cross join lateral (
                 select at from crm.feed where store = $1 and segment = $2 and partition = p.partition order by number desc limit 1) f)
            """);
        command.Parameters.With(store).With(segment);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetInt64(0), asOf, await reader.IsDBNullAsync(1, cancellationToken) ? null : new Instant(reader.GetInt64(1)));
    }
}
