using System.Globalization;
using System.Security.Claims;
using Crm.Core.Automations;
using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.GrainInterfaces.Stores;
using Crm.Silo.Auth;
using Crm.Silo.Http;
using Crm.Silo.Rfm;
using Crm.Silo.Segments;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Crm.Silo.Automations;

internal static class AutomationEndpoints
{
    private static readonly WaitsFor Live = new("live");
    private static readonly Problem Unknown = Problem.NotFound("There is no such automation.");

    public static void MapAutomations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapManagement("automations", "Automations").RequireAuthorization(Scopes.Automations);
        group.MapGet("", List).Produces<Page<AutomationBody>>().WithSummary("The store's automations, by id.");
        group.MapGet("templates", Templates).Produces<Page<PutAutomationBody>>().WithSummary("Automations to start from: put one under an id of your own.");
        group.MapGet("{id}", Get).Produces<AutomationBody>().Fails(404)
            .WithSummary("One automation.").WithDescription("The ETag is its version, for If-Match.");
        group.MapPut("{id}", Put).Produces<AutomationBody>().Fails(409, 412, 413).WithMetadata(Live)
            .WithSummary("Creates an automation as a draft, or changes one.")
            .WithDescription("The same again changes nothing. Runs under way go on at the step of the same id; where that is gone, they end. If-Match names the version that may be replaced; If-None-Match: * only creates.");
        group.MapDelete("{id}", Delete).Produces(StatusCodes.Status204NoContent).Fails(404, 409, 412)
            .WithSummary("Deletes an automation: its runs end, and actions that wait are given up.");
        group.MapPost("{id}/activate", Activate).Produces<AutomationBody>().Fails(404).WithMetadata(Live)
            .WithSummary("Starts an automation, or lets a paused one go on where it stands.");
        group.MapPost("{id}/pause", Pause).Produces<AutomationBody>().Fails(404).WithMetadata(Live)
            .WithSummary("Holds an automation: no run starts, goes on or ends, and no action is executed.");
        group.MapRecords();
    }

    private static async Task<IResult> List(Paging paging, ClaimsPrincipal caller, IGrainFactory grains)
    {
        var all = (await Store(grains, caller).Automations()).OrderBy(static automation => automation.Id, StringComparer.Ordinal);
        var page = all.Where(automation => string.CompareOrdinal(automation.Id, paging.After) > 0).Take(paging.Limit + 1).ToList();
        return TypedResults.Ok(new Page<AutomationBody>(
            [.. page.Take(paging.Limit).Select(AutomationBody.Of)], page.Count > paging.Limit ? Paging.Encode(page[^2].Id) : null));
    }

    private static Ok<Page<PutAutomationBody>> Templates() => TypedResults.Ok(new Page<PutAutomationBody>(AutomationTemplates.All, null));

    private static async Task<IResult> Get(string id, ClaimsPrincipal caller, IGrainFactory grains, HttpContext context) =>
        await Find(grains, caller, id) is { } automation ? Answer(automation, context) : Unknown;

    private static async Task<IResult> Put(
        string id, Body<PutAutomationBody> body, IfMatch match, ClaimsPrincipal caller, IGrainFactory grains, SegmentViews views, RfmRefresher refresher, HttpContext context)
    {
        var (automation, errors) = AutomationRequest.Check(id, body.Value);
        if (automation is null)
        {
            return Problem.Bad(errors);
        }

        var tops = await refresher.Missing(caller.Store(), TopShare.In(automation), context.RequestAborted);
        return await Edit(caller, views, context, () => Store(grains, caller).PutAutomation(new(id, AutomationJson.ToText(automation), match.Version, tops)));
    }

    private static async Task<IResult> Delete(string id, IfMatch match, ClaimsPrincipal caller, IGrainFactory grains)
    {
        var result = await Store(grains, caller).DeleteAutomation(id, match.Version);
        return result.Status == EditStatus.Done ? TypedResults.NoContent() : Refused(result);
    }

    private static Task<IResult> Activate(string id, ClaimsPrincipal caller, IGrainFactory grains, SegmentViews views, HttpContext context) =>
        Edit(caller, views, context, () => Store(grains, caller).SetAutomationState(id, AutomationState.Active));

    private static Task<IResult> Pause(string id, ClaimsPrincipal caller, IGrainFactory grains, SegmentViews views, HttpContext context) =>
        Edit(caller, views, context, () => Store(grains, caller).SetAutomationState(id, AutomationState.Paused));

    private static async Task<IResult> Edit(ClaimsPrincipal caller, SegmentViews views, HttpContext context, Func<ValueTask<AutomationResult>> edit)
    {
        var wait = Wait.From(context.Request.Query, "live");
        if (wait.Problem is not null)
        {
            return wait.Problem;
        }

        var result = await edit();
        if (result is not { Status: EditStatus.Done, Automation: { } automation })
        {
            return Refused(result);
        }

        if (wait.Applied)
        {
            await views.WaitUntilLive(caller.Store(), result.Definitions, wait.Timeout, context.RequestAborted);
        }

        return Answer(automation, context);
    }

    private static IStoreGrain Store(IGrainFactory grains, ClaimsPrincipal caller) => grains.GetGrain<IStoreGrain>(caller.Store());

    internal static async ValueTask<AutomationEntry?> Find(IGrainFactory grains, ClaimsPrincipal caller, string id) =>
        (await Store(grains, caller).Automations()).FirstOrDefault(automation => automation.Id == id);

    private static Ok<AutomationBody> Answer(AutomationEntry automation, HttpContext context)
    {
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{automation.Version}\"");
        return TypedResults.Ok(AutomationBody.Of(automation));
    }

    private static Problem Refused(AutomationResult result) => result.Status switch
    {
        EditStatus.NotFound => Unknown,
        EditStatus.TooMany => Problem.Conflict("The store has as many automations as it may have."),
        EditStatus.InUse => Problem.Conflict($"The automation is in use: {result.Detail}. Change or delete that first."),
        EditStatus.NoSuchSegment or EditStatus.Circle or EditStatus.TooLarge => Problem.Bad(new FieldError("automation", $"It cannot be so: {result.Detail}.")),
        _ => new(StatusCodes.Status412PreconditionFailed)
        {
            Detail = result.Automation is { } automation ? $"The automation is at version {automation.Version}." : "There is no such automation yet.",
        },
    };
}
