using Crm.Core.Time;
using Npgsql;

namespace Crm.Postgres.Stores;

/// <summary>What time it is in a store that is on the log's clock, as the partition rows have it.</summary>
public sealed class StoreTimes(NpgsqlDataSource source)
{
    /// <summary>Where a replay of the partition would begin: a state that is read after this is of that instant or a later one.</summary>
    /// <inheritdoc cref="Now(string, CancellationToken)"/>
    public async Task<Instant> Now(string store, int partition, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select coalesce((s_stores -> $2 ->> 'now')::bigint, 0) from crm.partitions where partition = $1");
        command.Parameters.With(partition).With(store);
        return new(await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0);
    }

    /// <summary>The latest of its partitions' nows that are stored.</summary>
    /// <returns><see cref="Instant.Min"/> before the first record.</returns>
    public async Task<Instant> Now(string store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select coalesce(max((s_stores -> $1 ->> 'now')::bigint), 0) from crm.partitions");
        command.Parameters.With(store);
        return new((long)(await command.ExecuteScalarAsync(cancellationToken))!);
    }
}
