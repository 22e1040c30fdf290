using Crm.Core.Definitions;
using Crm.Crash.Tests.Servers;
using Npgsql;

namespace Crm.Crash.Tests.Load;

/// <summary>A store's definition versions as PostgreSQL has them.</summary>
internal static class Versions
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns the newest version once every partition has come to it.</summary>
    public static async Task<int> Live(Installation installation, string store, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var version = await installation.Postgres.Scalar<int>($"""
                    select case when count(*) = {Installation.Partitions} and min(coalesce((s_stores -> '{store}' ->> 'definitions')::int, 0)) = max(v.newest) then max(v.newest) else -1 end
                    from crm.partitions, (select coalesce(max(version), 0) as newest from crm.definitions where store = '{store}') v
                    """);
                if (version >= 0)
                {
                    return version;
                }
            }
            catch (NpgsqlException)
            {
                // It is down, or starting.
            }

            await Task.Delay(Between, cancellationToken);
        }
    }

    /// <summary>One more, with other RFM cuts; a silo finds it by itself.</summary>
    public static async Task Cut(Installation installation, string store, int firstRecencyDays, CancellationToken cancellationToken)
    {
        for (var newest = await Live(installation, store, cancellationToken); await Live(installation, store, cancellationToken) == newest;)
        {
            try
            {
                await using var source = NpgsqlDataSource.Create(installation.Postgres.Connection() + ";Pooling=false");
                await using var read = source.CreateCommand($"select document::text from crm.definitions where store = '{store}' and version = {newest}");
                var set = DefinitionJson.Read((string)(await read.ExecuteScalarAsync(cancellationToken))!);
                var cuts = set.Rfm with { Version = set.Rfm.Version + 1, RecencyDays = [firstRecencyDays, .. set.Rfm.RecencyDays[1..]] };
                await using var write = source.CreateCommand($"insert into crm.definitions (store, version, document, created_at) values ('{store}', {newest + 1}, $1::jsonb, 0) on conflict do nothing");
                write.Parameters.AddWithValue(DefinitionJson.Write(set with { Version = newest + 1, Rfm = cuts }));
                await write.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (NpgsqlException)
            {
                // It is down, or starting: whether that was stored is seen in the next round.
            }
        }
    }
}
