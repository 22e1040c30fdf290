using Crm.Core.Time;
using Npgsql;

namespace Crm.Postgres.Commits;

/// <summary>How far the time of stores has come, as the partition rows have it.</summary>
public sealed class StoreClocks(NpgsqlDataSource source)
{
    /// <returns>The store's now where a replay of the partition would begin: a state that is read after this is of that instant or a later one.</returns>
    public async Task<Instant> Now(string store, int partition, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select (s_stores -> $2 ->> 'now')::bigint from crm.partitions where partition = $1");
        command.Parameters.Add(new() { Value = partition });
        command.Parameters.Add(new() { Value = store });
        return await command.ExecuteScalarAsync(cancellationToken) is long now ? new(now) : Instant.Min;
    }
}
