using System.Collections.Immutable;
using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Core.Time;
using Crm.GrainInterfaces.Stores;
using Crm.Ingest.Pumps;
using Crm.Postgres.Rfm;
using Crm.Postgres.Stores;
using Orleans;

namespace Crm.Silo.Rfm;

/// <summary>Finds a store's cuts in the read model and makes them its next definition version.</summary>
internal sealed class RfmRefresher(
    IGrainFactory grains, IDefinitionCache definitions, IStoreDirectory stores, StoreTimes times, RfmPopulation population, RfmMetrics metrics, TimeProvider time)
{
    private const int Attempts = 3;

    public async Task<DefinitionSet> Current(string store, CancellationToken cancellationToken) =>
        (await definitions.Get(store, (await grains.GetGrain<IStoreGrain>(store).Segments()).Version, cancellationToken)).Set;

    /// <summary>Puts a plan; its cuts are found before, so that they hold with it.</summary>
    public async Task<RfmResult> Put(string store, RfmPlan plan, int? ifVersion, CancellationToken cancellationToken) =>
        await grains.GetGrain<IStoreGrain>(store).PutRfm(
            RfmPlanJson.ToText(plan), await Measure(await Current(store, cancellationToken), plan, cancellationToken), ifVersion);

    /// <summary>Cuts by the plan that holds. Another one may be put meanwhile: then its cuts are looked for.</summary>
    public async Task<RfmResult> Refresh(string store, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var current = await Current(store, cancellationToken);
            var plan = current.Rfm.Plan;
            var result = await grains.GetGrain<IStoreGrain>(store).RefreshRfm(plan.Version, await Measure(current, plan, cancellationToken));
            if (result.Status == EditStatus.Done || attempt == Attempts)
            {
                metrics.Refreshed(result.Definitions != current.Version, time.GetElapsedTime(started));
                return result;
            }
        }
    }

    /// <summary>The cuts of shares that no rule of the store asked for before, so that a rule is right from its first version on.</summary>
    public async Task<ImmutableArray<TopCut>> Missing(string store, IEnumerable<TopShare> shares, CancellationToken cancellationToken)
    {
        TopShare[] asked = [.. shares.Distinct()];
        if (asked.Length == 0)
        {
            return [];
        }

        var known = (await Current(store, cancellationToken)).Rfm.Tops.Select(static top => top.Share).ToHashSet();
        TopShare[] missing = [.. asked.Where(share => !known.Contains(share))];
        return missing.Length == 0 ? [] : (await population.Measure(store, RfmPlan.Default, missing, await Now(store, cancellationToken), cancellationToken)).Tops;
    }

    /// <summary>By which refreshes are due and ages are counted.</summary>
    public async Task<Instant> Now(string store, CancellationToken cancellationToken) =>
        await stores.Find(store, cancellationToken) is { Clock: StoreClock.Log } ? await times.Now(store, cancellationToken) : Instant.From(time.GetUtcNow());

    private async Task<RfmMeasure> Measure(DefinitionSet current, RfmPlan plan, CancellationToken cancellationToken) =>
        await population.Measure(current.Store.Name, plan, [.. TopShare.In(current)], await Now(current.Store.Name, cancellationToken), cancellationToken);
}
