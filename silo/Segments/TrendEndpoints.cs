using System.Security.Claims;
using Crm.Core.Customers;
using Crm.Core.Time;
using Crm.Ingest.Pumps;
using Crm.Postgres.Segments;
using Crm.Silo.Auth;
using Crm.Silo.Rfm;

namespace Crm.Silo.Segments;

/// <summary>How segments grew and shrank, day by day.</summary>
internal static class TrendEndpoints
{
    public static void MapTrends(this RouteGroupBuilder group) =>
        group.MapGet(SegmentRules.Trends, Get).RequireAuthorization(Scopes.SegmentsRead).Produces<TrendsBody>()
            .WithSummary("How many members each segment had at the end of each of the last days.")
            .WithDescription("Found backwards from the count now and the changes in the feed, in the store's local days; null where changes since are not kept any more.");

    private static async Task<IResult> Get(
        Days days, ClaimsPrincipal caller, SegmentViews views, SegmentTrends trends, RfmRefresher refresher, IStoreDirectory stores, CancellationToken cancellationToken)
    {
        var store = caller.Store();
        var settings = await stores.Find(store, cancellationToken) ?? throw new InvalidOperationException($"A key names the store {store}, which is none.");
        var calendar = LocalDays.Until(await refresher.Now(store, cancellationToken), days.Count, TimeZoneInfo.FindSystemTimeZoneById(settings.Zone));
        var sizes = await trends.Of(store, calendar.Starts, cancellationToken);
        var segments = (await views.Store(store).Segments()).Segments.Select(static segment => segment.Id).Where(static id => !ListTags.IsList(id)).Order(StringComparer.Ordinal);
        return TypedResults.Ok(new TrendsBody(
            [.. segments.Select(id => new TrendBody(id, sizes.GetValueOrDefault(id) ?? [.. Enumerable.Repeat<long?>(0, days.Count)]))], calendar.First, calendar.Last));
    }
}
