using System.Collections.Concurrent;
using Crm.Core.Definitions;
using Crm.Ingest.Pumps;
using Npgsql;

namespace Crm.Postgres.Stores;

/// <summary>The stores there are. What is fixed at their creation is kept once read.</summary>
public sealed class StoreRepository(NpgsqlDataSource source, TimeProvider time) : IStoreDirectory
{
    private const string Columns = "name, clock, zone, currency";

    // A name that is none is not believed for long: the store may be made at any moment, by another process too.
    private static readonly TimeSpan MissLasts = TimeSpan.FromSeconds(1);
    private const int MaxMisses = 10_000;

    private readonly ConcurrentDictionary<string, StoreSettings> _known = new();
    private readonly ConcurrentDictionary<string, long> _missing = new(); // the timestamp through which that is believed

    public ValueTask<StoreSettings?> Find(string store, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(store, out var settings))
        {
            return new(settings);
        }

        return _missing.TryGetValue(store, out var since) && time.GetElapsedTime(since) < MissLasts ? new((StoreSettings?)null) : new(Load(store, cancellationToken));
    }

    /// <returns>False where there is a store of that name: it stays as it is.</returns>
    public async Task<bool> Create(StoreSettings settings, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "insert into crm.stores (name, clock, zone, currency, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing");
        command.Parameters
            .With(settings.Name).With(settings.Clock == StoreClock.Log ? "log" : "wall").With(settings.Zone).With(settings.Currency)
            .With(time.GetUtcNow().ToUnixTimeMilliseconds());
        var created = await command.ExecuteNonQueryAsync(cancellationToken) == 1;
        _missing.TryRemove(settings.Name, out _);
        return created;
    }

    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<StoreSettings>> All(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"select {Columns} from crm.stores order by name");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var stores = new List<StoreSettings>();
        while (await reader.ReadAsync(cancellationToken))
        {
            stores.Add(Read(reader));
        }

        return stores;
    }

    private async Task<StoreSettings?> Load(string store, CancellationToken cancellationToken)
    {
        if (!Texts.IsStorable(store))
        {
            return null;
        }

        await using var command = source.CreateCommand($"select {Columns} from crm.stores where name = $1");
        command.Parameters.With(store);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (await reader.ReadAsync(cancellationToken))
        {
            return _known[store] = Read(reader);
        }

        if (_missing.Count >= MaxMisses)
        {
            _missing.Clear();
        }

        _missing[store] = time.GetTimestamp();
        return null;
    }

    private static StoreSettings Read(NpgsqlDataReader reader) =>
        new(reader.GetString(0), reader.GetString(1) == "log" ? StoreClock.Log : StoreClock.Wall, reader.GetString(2), reader.GetString(3));
}
