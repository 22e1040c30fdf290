using System.Globalization;
using System.Security.Claims;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Core.Rules.Json;
using Crm.Core.Time;
using Crm.GrainInterfaces.Stores;
using Crm.Postgres.Segments;
using Crm.Silo.Access;
using Crm.Silo.Auth;
using Crm.Silo.Http;
using Crm.Silo.Rfm;

namespace Crm.Silo.Segments;

internal static class SegmentEndpoints
{
    private static readonly Problem Unknown = Problem.NotFound("There is no such segment.");

    public static void MapSegments(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapManagement("segments", "Segments");
        group.MapGet("", List).RequireAuthorization(Scopes.SegmentsRead).Produces<Page<SegmentBody>>()
            .WithSummary("The store's segments, by id.");
        group.MapTrends();
        group.MapGet("{id}", Get).RequireAuthorization(Scopes.SegmentsRead).Produces<SegmentBody>().Fails(404)
            .WithSummary("One segment and how it stands.").WithDescription("The ETag is its version, for If-Match.");
        group.MapPut("{id}", Put).RequireAuthorization(Scopes.SegmentsWrite).Produces<SegmentBody>().Fails(409, 412, 413)
            .WithSummary("Creates a segment, or changes its name or rule.")
            .WithMetadata(new WaitsFor("live"))
            .WithDescription("The same again changes nothing. If-Match names the version that may be replaced; If-None-Match: * only creates. ?wait=live waits until every customer was judged.");
        group.MapGet("{id}/members", Members).RequireAuthorization(Scopes.SegmentsRead).Produces<MembersPage>().Fails(404).HoldsPersonalData()
            .WithSummary("The segment's members, by customer.").WithDescription("The first page carries changesAfter, by which the segment's changes continue this listing without gap or repeat.");
        group.MapDelete("{id}", Delete).RequireAuthorization(Scopes.SegmentsWrite).Produces(StatusCodes.Status204NoContent).Fails(404, 409, 412)
            .WithSummary("Deletes a segment; its members leave with it.");
    }

    private static async Task<IResult> List(Paging paging, ClaimsPrincipal caller, SegmentViews views, CancellationToken cancellationToken)
    {
        var store = caller.Store();
        var all = (await views.Store(store).Segments()).Segments.Where(static segment => !ListTags.IsList(segment.Id)).OrderBy(static segment => segment.Id, StringComparer.Ordinal);
        var page = all.Where(segment => string.CompareOrdinal(segment.Id, paging.After) > 0).Take(paging.Limit + 1).ToList();
        var items = await views.All(store, page.Take(paging.Limit), cancellationToken);
        return TypedResults.Ok(new Page<SegmentBody>(items, page.Count > paging.Limit ? Paging.Encode(items[^1].Id) : null));
    }

    private static async Task<IResult> Get(string id, ClaimsPrincipal caller, SegmentViews views, HttpContext context) =>
        !ListTags.IsList(id) && await views.Find(caller.Store(), id) is { } segment ? await Answer(segment, caller, views, context) : Unknown;

    private static async Task<IResult> Put(
        string id, Body<PutSegmentBody> body, IfMatch match, ClaimsPrincipal caller, SegmentViews views, SegmentHistory history, RfmRefresher refresher, HttpContext context)
    {
        var wait = Wait.From(context.Request.Query, "live");
        var errors = SegmentRules.Check(id, body.Value, out var rule);
        if (wait.Problem is not null || errors.Count > 0)
        {
            return wait.Problem ?? Problem.Bad(errors);
        }

        var tops = await refresher.Missing(caller.Store(), TopShare.In(rule!), context.RequestAborted);
        var result = await views.Store(caller.Store()).PutSegment(new(id, body.Value.Name!, RuleDocument.Write(rule!), match.Version, tops));
        if (result.Status != EditStatus.Done)
        {
            return Refused(result);
        }

        if (wait.Applied)
        {
            await views.WaitUntilLive(caller.Store(), result.Segment!.Version, wait.Timeout, context.RequestAborted);
        }

        return await Answer(result.Segment!, caller, views, context, await history.From(caller.Store(), result.Segment!, context.RequestAborted));
    }

    private static async Task<IResult> Delete(string id, IfMatch match, ClaimsPrincipal caller, SegmentViews views)
    {
        var result = ListTags.IsList(id) ? new(EditStatus.NotFound, null) : await views.Store(caller.Store()).DeleteSegment(id, match.Version);
        return result.Status == EditStatus.Done ? TypedResults.NoContent() : Refused(result);
    }

    private static async Task<IResult> Members(string id, Paging paging, ClaimsPrincipal caller, SegmentViews views, MemberList members, CancellationToken cancellationToken) =>
        ListTags.IsList(id) ? Unknown : await MembersOf(id, paging, caller.Store(), views, members, Unknown, cancellationToken);

    internal static async Task<IResult> MembersOf(
        string id, Paging paging, string store, SegmentViews views, MemberList members, Problem unknown, CancellationToken cancellationToken)
    {
        MemberCursor? cursor = null;
        if (paging.After is { } after && !MemberCursor.TryParse(after, out cursor))
        {
            return Problem.Bad(new FieldError("cursor", "Must be the \"next\" of an earlier answer."));
        }

        if (await views.Find(store, id) is null)
        {
            return unknown;
        }

        var page = cursor is null
            ? await members.First(store, id, paging.Limit, cancellationToken)
            : await members.After(cursor, store, id, paging.Limit, cancellationToken);
        return TypedResults.Ok(new MembersPage(
            [.. page.Items.Select(static member => new MemberBody(member.Customer, member.Since, member.Version))],
            page.Next is { } next ? Paging.Encode(next.Encode()) : null, cursor is null ? page.ChangesAfter.Encode() : null));
    }

    private static Problem Refused(SegmentResult result) => result.Status switch
    {
        EditStatus.NotFound => Unknown,
        EditStatus.InUse => Problem.Conflict($"The segment is in use: {result.Detail}. Change or delete that first."),
        EditStatus.NoSuchSegment or EditStatus.Circle or EditStatus.TooLarge => Problem.Bad(new FieldError("rule", $"It cannot be so: {result.Detail}.")),
        EditStatus.TooMany => Problem.Conflict("The store has as many segments as it may have."),
        _ => new(StatusCodes.Status412PreconditionFailed)
        {
            Detail = result.Segment is { } segment ? $"The segment is at version {segment.Version}." : "There is no such segment yet.",
        },
    };

    private static async Task<IResult> Answer(SegmentEntry segment, ClaimsPrincipal caller, SegmentViews views, HttpContext context, Instant? historyFrom = null)
    {
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{segment.Version}\"");
        return TypedResults.Ok(await views.One(caller.Store(), segment, context.RequestAborted) with { HistoryFrom = historyFrom });
    }
}
