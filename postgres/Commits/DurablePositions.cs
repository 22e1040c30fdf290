using Crm.Ingest.Commits;
using Npgsql;

namespace Crm.Postgres.Commits;

/// <summary>Reads the partition rows as they were last committed, beside their owners.</summary>
internal sealed class DurablePositions(NpgsqlDataSource source) : IDurablePositions
{
    public async Task<IReadOnlyList<(long CommitNumber, DurablePosition Durable)>> Read(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select partition, commit_number, e_offset, e_forwards, e_marks from crm.partitions");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var positions = new List<(long, DurablePosition)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            positions.Add((reader.GetInt64(1), new(reader.GetInt32(0), reader.GetInt64(2), [.. reader.GetFieldValue<long[]>(3)], [.. reader.GetFieldValue<long[]>(4)])));
        }

        return positions;
    }
}
