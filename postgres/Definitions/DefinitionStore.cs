using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Grains.Stores;
using Crm.Ingest.Pumps;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Postgres.Definitions;

/// <summary>Definition versions, one row each, never changed.</summary>
internal sealed class DefinitionStore(NpgsqlDataSource source, IStoreDirectory stores, TimeProvider time) : IDefinitionStore
{
    public async Task<DefinitionSet?> Latest(string store, CancellationToken cancellationToken)
    {
        if (await stores.Find(store, cancellationToken) is not { } settings)
        {
            return null;
        }

        await using var command = source.CreateCommand("select document::text from crm.definitions where store = $1 order by version desc limit 1");
        command.Parameters.With(store);
        return await command.ExecuteScalarAsync(cancellationToken) is string document ? DefinitionJson.Read(document) : None(settings);
    }

    public async Task<int?> LatestVersion(string store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "select coalesce((select max(d.version) from crm.definitions d where d.store = s.name), 0) from crm.stores s where s.name = $1");
        command.Parameters.With(store);
        return await command.ExecuteScalarAsync(cancellationToken) as int?;
    }

    public async Task<bool> Add(DefinitionSet definitions, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            insert into crm.definitions (store, version, document, created_at)
            select $1, $2, $3, $4
            where $2 = 1 + coalesce((select max(version) from crm.definitions where store = $1), 0)
            on conflict do nothing
            """);
        command.Parameters
            .With(definitions.Store.Name).With(definitions.Version)
            .With(DefinitionJson.Write(definitions), NpgsqlDbType.Jsonb).With(time.GetUtcNow().ToUnixTimeMilliseconds());
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <exception cref="KeyNotFoundException">There is no such store or version.</exception>
    public async Task<DefinitionSet> Get(string store, int version, CancellationToken cancellationToken)
    {
        if (version == 0)
        {
            return None(await stores.Find(store, cancellationToken) ?? throw new KeyNotFoundException($"There is no store '{store}'."));
        }

        await using var command = source.CreateCommand("select document::text from crm.definitions where store = $1 and version = $2");
        command.Parameters.With(store).With(version);
        return await command.ExecuteScalarAsync(cancellationToken) is string document
            ? DefinitionJson.Read(document)
            : throw new KeyNotFoundException($"Store '{store}' has no definition version {version}.");
    }

    private static DefinitionSet None(StoreSettings store) => new(store, 0, [], RfmSettings.Default);
}
