using System.Globalization;
using System.Security.Claims;
using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Postgres.Rfm;
using Crm.Silo.Auth;
using Crm.Silo.Http;
using Crm.Silo.Segments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crm.Silo.Rfm;

internal static class RfmEndpoints
{
    public static void MapRfm(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapManagement("rfm", "RFM");
        group.MapGet("", Get).RequireAuthorization(Scopes.SegmentsRead).Produces<RfmAnswer>()
            .WithSummary("How recency, frequency and monetary value are cut, and how many customers are where.");
        group.MapPost("refresh", Refresh).RequireAuthorization(Scopes.SegmentsWrite).Produces<RfmAnswer>().Fails(409)
            .WithSummary("Finds the cuts anew.").WithMetadata(new WaitsFor("live"))
            .WithDescription("By the settings that hold. The same cuts as before make no new version. ?wait=live waits until every customer whom new ones concern has them.");
        group.MapGet("settings", GetSettings).RequireAuthorization(Scopes.SegmentsRead).Produces<RfmSettingsBody>()
            .WithSummary("How the store scores its customers.").WithDescription("The ETag is their version, for If-Match.");
        group.MapPut("settings", PutSettings).RequireAuthorization(Scopes.SegmentsWrite).Produces<RfmSettingsBody>().Fails(412, 413)
            .WithSummary("Replaces them.").WithMetadata(new WaitsFor("live"))
            .WithDescription("Their cuts are found at once. The same again changes nothing. If-Match names the version that may be replaced; If-None-Match: * replaces the defaults only. ?wait=live waits until they hold everywhere.");
        group.MapGet("templates", Templates).RequireAuthorization(Scopes.SegmentsRead).Produces<Page<PutRfmSettingsBody>>().WithSummary("Settings to start from.");
    }

    private static async Task<IResult> Get(ClaimsPrincipal caller, RfmRefresher refresher, RfmCounts counts, CancellationToken cancellationToken) =>
        TypedResults.Ok(await Answer(caller.Store(), refresher, counts, cancellationToken));

    private static async Task<IResult> Refresh(ClaimsPrincipal caller, RfmRefresher refresher, RfmCounts counts, SegmentViews views, HttpContext context)
    {
        var wait = Wait.From(context.Request.Query, "live");
        if (wait.Problem is not null)
        {
            return wait.Problem;
        }

        var result = await refresher.Refresh(caller.Store(), context.RequestAborted);
        if (result.Status != EditStatus.Done)
        {
            return Problem.Conflict("The settings changed again and again meanwhile. Try again.");
        }

        if (wait.Applied)
        {
            await views.WaitUntilLive(caller.Store(), result.Definitions, wait.Timeout, context.RequestAborted);
        }

        return TypedResults.Ok(await Answer(caller.Store(), refresher, counts, context.RequestAborted));
    }

    private static async Task<IResult> GetSettings(ClaimsPrincipal caller, RfmRefresher refresher, HttpContext context) =>
        Settings((await refresher.Current(caller.Store(), context.RequestAborted)).Rfm.Plan, context);

    private static async Task<IResult> PutSettings(Body<PutRfmSettingsBody> body, IfMatch match, ClaimsPrincipal caller, RfmRefresher refresher, SegmentViews views, HttpContext context)
    {
        var wait = Wait.From(context.Request.Query, "live");
        var errors = body.Value.Check(out var plan);
        if (wait.Problem is not null || errors.Count > 0)
        {
            return wait.Problem ?? Problem.Bad(errors);
        }

        var result = await refresher.Put(caller.Store(), plan, match.Version, context.RequestAborted);
        var now = (await refresher.Current(caller.Store(), context.RequestAborted)).Rfm.Plan;
        if (result.Status != EditStatus.Done)
        {
            return new Problem(StatusCodes.Status412PreconditionFailed) { Detail = $"The settings are at version {now.Version}." };
        }

        if (wait.Applied)
        {
            await views.WaitUntilLive(caller.Store(), result.Definitions, wait.Timeout, context.RequestAborted);
        }

        return Settings(now, context);
    }

    private static Ok<Page<PutRfmSettingsBody>> Templates() => TypedResults.Ok(new Page<PutRfmSettingsBody>([.. RfmTemplates.All], null));

    private static Ok<RfmSettingsBody> Settings(RfmPlan plan, HttpContext context)
    {
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{plan.Version}\"");
        return TypedResults.Ok(RfmSettingsBody.Of(plan));
    }

    private static async Task<RfmAnswer> Answer(string store, RfmRefresher refresher, RfmCounts counts, CancellationToken cancellationToken)
    {
        var rfm = (await refresher.Current(store, cancellationToken)).Rfm;
        var distribution = await counts.Of(store, cancellationToken);
        return new(
            rfm.Version, RfmSettingsBody.NameOf(rfm.Plan), CutsBody.Of(rfm), Groups(rfm.Plan.Groups, distribution), distribution.Grid(rfm.Plan.Scores), rfm.AsOf, rfm.Customers);
    }

    /// <summary>Customers by group, also those groups that have none.</summary>
    internal static Dictionary<string, long> Groups(RfmGroups names, RfmDistribution distribution)
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
