using System.Collections.Concurrent;
using Crm.Ingest.Pumps;
using Crm.Postgres.Live;
using Crm.Postgres.Rfm;
using Crm.Silo.Rfm;

namespace Crm.Silo.Live;

/// <summary>Puts together how a store stands. What many watch is looked for once.</summary>
internal sealed class LiveViews(
    ActivityReader activity, DayReader days, SystemLook system, RfmCounts counts, RfmRefresher refresher, IStoreDirectory stores, TimeProvider time)
{
    /// <summary>Days of orders that are told.</summary>
    public const int Days = 90;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CountLasts = TimeSpan.FromSeconds(15);

    private readonly SharedLook<SystemState> _system = new(Second, time, system.Look);
    private readonly ConcurrentDictionary<string, Looks> _stores = new(); // few: those that somebody looked at

    public async Task<LiveBody> Of(string store, CancellationToken cancellationToken)
    {
        var status = await Status(store, cancellationToken);
        var settings = await stores.Find(store, cancellationToken) ?? throw new InvalidOperationException($"A key names the store {store}, which is none.");
        var groups = (await refresher.Current(store, cancellationToken)).Rfm.Plan.Groups;
        return new()
        {
            AsOf = status.AsOf,
            Events = status.Events,
            LagSeconds = status.LagSeconds,
            Changes = status.Changes,
            Customers = status.Customers,
            Currency = settings.Currency,
            Zone = settings.Zone,
            Days = [.. (await days.Last(store, Days, cancellationToken)).Select(DayBody.Of)],
            Groups = RfmEndpoints.Groups(groups, await counts.Of(store, cancellationToken)),
            Health = status.Health,
        };
    }

    /// <summary>How log, database, pumps and cluster are; it answers whatever of them does not.</summary>
    public Task<SystemState> System(CancellationToken cancellationToken) => _system.Take(cancellationToken);

    public async Task<StatusBody> Status(string store, CancellationToken cancellationToken)
    {
        var looks = _stores.GetOrAdd(store, LooksAt);
        var state = await _system.Take(cancellationToken);
        var seen = await looks.Activity.Take(cancellationToken);
        return new()
        {
            AsOf = seen.AsOf,
            Events = EventsBody.Of(seen),
            LagSeconds = state.LagSeconds,
            Changes = ChangesBody.Of(seen),
            Customers = await looks.Customers.Take(cancellationToken),
            Health = state.Health,
        };
    }

    private Looks LooksAt(string store) => new(
        new(Second, time, cancellationToken => activity.Of(store, cancellationToken)),
        new(CountLasts, time, cancellationToken => activity.Customers(store, cancellationToken)));

    private sealed record Looks(SharedLook<StoreActivity> Activity, SharedLook<long> Customers);
}
