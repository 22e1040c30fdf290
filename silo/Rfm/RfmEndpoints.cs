using System.Security.Claims;
using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Core.Values;
using Crm.GrainInterfaces.Stores;
using Crm.Postgres.Rfm;
using Crm.Silo.Auth;
using Crm.Silo.Http;
using Orleans;

namespace Crm.Silo.Rfm;

internal static class RfmEndpoints
{
    public static void MapRfm(this IEndpointRouteBuilder routes) =>
        routes.MapManagement("rfm", "RFM").MapGet("", Get).RequireAuthorization(Scopes.SegmentsRead).Produces<RfmAnswer>()
            .WithSummary("How recency, frequency and monetary value are cut, and how many customers are where.");

    private static async Task<IResult> Get(ClaimsPrincipal caller, IGrainFactory grains, IDefinitionCache definitions, RfmCounts counts, CancellationToken cancellationToken)
    {
        var store = caller.Store();
        var version = (await grains.GetGrain<IStoreGrain>(store).Segments()).Version;
        var settings = (await definitions.Get(store, version, cancellationToken)).Set.Rfm;
        var distribution = await counts.Of(store, cancellationToken);
        return TypedResults.Ok(new RfmAnswer(
            settings.Version,
            "thresholds",
            new(settings.RecencyDays, settings.FrequencyOrders, [.. settings.MonetaryAmounts.Select(AmountText.Of)]),
            Groups(settings.Plan.Groups, distribution),
            distribution.Grid()));
    }

    private static Dictionary<string, long> Groups(RfmGroups names, RfmDistribution distribution)
    {
        var groups = names.All.ToDictionary(static name => name, static _ => 0L);
        foreach (var cell in distribution.Cells)
        {
            if (names.NameOf(cell.Scores) is { } name)
            {
                groups[name] += cell.Customers;
            }
        }

        return groups;
    }
}
