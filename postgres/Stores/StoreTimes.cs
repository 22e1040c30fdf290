using Crm.Core.Time;
using Npgsql;

namespace Crm.Postgres.Stores;

/// <summary>What time it is in a store that is on the log's clock: the latest of its partitions' nows that are stored.</summary>
public sealed class StoreTimes(NpgsqlDataSource source)
{
    /// <returns><see cref="Instant.Min"/> before the first record.</returns>
    public async Task<Instant> Now(string store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select coalesce(max((s_stores -> $1 ->> 'now')::bigint), 0) from crm.partitions");
        command.Parameters.With(store);
        return new((long)(await command.ExecuteScalarAsync(cancellationToken))!);
    }
}
