using System.Collections.Immutable;
using Npgsql;

namespace Crm.Postgres.Segments;

/// <summary>Which definition version each partition has in force, as its row says; a partition without a row has none.</summary>
public sealed class DefinitionProgress(NpgsqlDataSource source)
{
    public async Task<PartitionVersions> Of(string store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "select log_partitions, coalesce((s_stores -> $1 ->> 'definitions')::integer, 0) from crm.partitions order by partition");
        command.Parameters.With(store);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var versions = ImmutableArray.CreateBuilder<int>();
        var partitions = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            partitions = reader.GetInt32(0);
            versions.Add(reader.GetInt32(1));
        }

        return new(partitions, versions.ToImmutable());
    }
}

/// <param name="Partitions">How many there are; 0 before the first was ever owned.</param>
/// <param name="Versions">Of those that have a row.</param>
public sealed record PartitionVersions(int Partitions, ImmutableArray<int> Versions)
{
    /// <summary>How many of the partitions have come to a version.</summary>
    public int Passed(int version) => Versions.Count(passed => passed >= version);

    /// <summary>A version is live where all have come to it.</summary>
    public bool IsLive(int version) => Partitions > 0 && Passed(version) == Partitions;
}
