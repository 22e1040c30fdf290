using System.Globalization;
using System.Security.Claims;
using Crm.Core.Automations;
using Crm.Core.Time;
using Crm.Ingest.Pumps;
using Crm.Postgres.Automations;
using Crm.Silo.Access;
using Crm.Silo.Auth;
using Crm.Silo.Http;
using Orleans;

namespace Crm.Silo.Automations;

/// <summary>What an automation has done and is to do.</summary>
internal static class RecordEndpoints
{
    private const string Cursor = "Must be the \"next\" of an earlier answer.";

    private static readonly Problem Unknown = Problem.NotFound("There is no such automation.");

    public static void MapRecords(this RouteGroupBuilder group)
    {
        group.MapGet("{id}/runs", Runs).Produces<Page<RunBody>>().Fails(404).HoldsPersonalData()
            .WithSummary("Runs, newest first.").WithDescription("?customer=u:… for one customer's.");
        group.MapGet("{id}/actions", Actions).Produces<Page<ActionBody>>().Fails(404).HoldsPersonalData()
            .WithSummary("Actions, newest first.").WithDescription("?state=pending, done or givenUp.");
        group.MapGet("{id}/stats", Stats).Produces<AutomationStats>().Fails(404).WithSummary("Counts of runs and actions.");
        group.MapPost("{id}/retry", Retry).Produces<RetryAnswer>().Fails(404)
            .WithSummary("Tries again all actions that were given up.");
    }

    private static async Task<IResult> Runs(
        string id, Paging paging, ClaimsPrincipal caller, IGrainFactory grains, AutomationRecords records, HttpContext context, CancellationToken cancellationToken)
    {
        var place = paging.After is { } after ? Place(after) : null;
        if (paging.After is not null && place is null)
        {
            return Problem.Bad(new FieldError("cursor", Cursor));
        }

        if (await AutomationEndpoints.Find(grains, caller, id) is null)
        {
            return Unknown;
        }

        var customer = context.Request.Query["customer"] is [{ Length: > 0 } one] ? one : null;
        var runs = await records.Runs(caller.Store(), id, customer, place, paging.Limit, cancellationToken);
        return TypedResults.Ok(new Page<RunBody>([.. runs.Select(RunBody.Of)], runs.Count == paging.Limit ? Paging.Encode(Text(runs[^1])) : null));
    }

    private static async Task<IResult> Actions(
        string id, Paging paging, ClaimsPrincipal caller, IGrainFactory grains, AutomationRecords records, HttpContext context, CancellationToken cancellationToken)
    {
        var before = paging.After is { } after ? Number(after) : null;
        OutboxState? state = context.Request.Query["state"] switch
        {
            ["pending"] => OutboxState.Pending,
            ["done"] => OutboxState.Done,
            ["givenUp"] => OutboxState.GivenUp,
            _ => null,
        };
        if ((paging.After is not null && before is null) || (state is null && context.Request.Query["state"] is [{ Length: > 0 }, ..]))
        {
            return Problem.Bad(state is null && paging.After is null ? new FieldError("state", "Must be pending, done or givenUp.") : new("cursor", Cursor));
        }

        if (await AutomationEndpoints.Find(grains, caller, id) is null)
        {
            return Unknown;
        }

        var actions = await records.Actions(caller.Store(), id, state, before, paging.Limit, cancellationToken);
        return TypedResults.Ok(new Page<ActionBody>(
            [.. actions.Select(ActionBody.Of)], actions.Count == paging.Limit ? Paging.Encode(actions[^1].Id.ToString(CultureInfo.InvariantCulture)) : null));
    }

    private static async Task<IResult> Stats(
        string id, ClaimsPrincipal caller, IGrainFactory grains, AutomationRecords records, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await AutomationEndpoints.Find(grains, caller, id) is null)
        {
            return Unknown;
        }

        var asOf = Instant.From(time.GetUtcNow());
        var counts = await records.Counts(caller.Store(), id, cancellationToken);
        long Of(RunEnd end) => counts.Runs.GetValueOrDefault(end);
        long In(OutboxState state) => counts.Actions.GetValueOrDefault(state);
        return TypedResults.Ok(new AutomationStats(
            counts.Runs.Values.Sum(), Of(RunEnd.None), Of(RunEnd.Completed), Of(RunEnd.Exited), Of(RunEnd.StepRemoved) + Of(RunEnd.Deleted),
            new(In(OutboxState.Pending), In(OutboxState.Done), In(OutboxState.GivenUp)), asOf));
    }

    private static async Task<IResult> Retry(
        string id, ClaimsPrincipal caller, IGrainFactory grains, AutomationRecords records, DueActions due, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await AutomationEndpoints.Find(grains, caller, id) is null)
        {
            return Unknown;
        }

        var retried = await records.Retry(caller.Store(), id, Instant.From(time.GetUtcNow()), cancellationToken);
        due.Announce(caller.Store(), id);
        return TypedResults.Ok(new RetryAnswer(retried));
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(RunRecord run) => string.Create(CultureInfo.InvariantCulture, $"{run.StartedAt.Milliseconds} {run.Run} {run.Customer}");

    private static RunPlace? Place(string text) =>
        text.Split(' ', 3) is [var at, var run, var customer] && long.TryParse(at, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var started) && Number(run) is { } number
            ? new(new(started), customer, number)
            : null;
}
