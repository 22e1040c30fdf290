using Crm.Ingest.Commits;
using Npgsql;

namespace Crm.Postgres.Commits;

/// <summary>Reads the partition rows as they were last committed, beside their owners.</summary>
internal sealed class DurablePositions(NpgsqlDataSource source) : IDurablePositions
{
    public async Task<IReadOnlyList<PartitionState>> Read(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select partition, commit_number, owner, e_offset, e_forwards, e_marks from crm.partitions");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var positions = new List<PartitionState>();
        while (await reader.ReadAsync(cancellationToken))
        {
            positions.Add(new(
                reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetString(2),
                new(reader.GetInt32(0), reader.GetInt64(3), [.. reader.GetFieldValue<long[]>(4)], [.. reader.GetFieldValue<long[]>(5)])));
        }

        return positions;
    }
}
