using System.Globalization;
using System.Security.Claims;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Rules;
using Crm.Core.Rules.Json;
using Crm.Core.Time;
using Crm.GrainInterfaces.Segments;
using Crm.GrainInterfaces.Stores;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Crm.Postgres.Segments;
using Crm.Silo.Access;
using Crm.Silo.Auth;
using Crm.Silo.Collector;
using Crm.Silo.Customers;
using Crm.Silo.Http;
using Crm.Silo.Segments;
using Orleans;

namespace Crm.Silo.Lists;

/// <summary>Static lists: each is a segment of those who have its tag (<see cref="ListTags"/>).</summary>
internal static class ListEndpoints
{
    private static readonly Problem Unknown = Problem.NotFound("There is no such list.");

    public static void MapLists(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapManagement("lists", "Lists");
        group.MapGet("", List).RequireAuthorization(Scopes.SegmentsRead).Produces<Page<ListBody>>().WithSummary("The store's static lists, by id.");
        group.MapGet("{id}", Get).RequireAuthorization(Scopes.SegmentsRead).Produces<ListBody>().Fails(404).WithSummary("One list.");
        group.MapPut("{id}", Put).RequireAuthorization(Scopes.SegmentsWrite).Produces<ListBody>().Fails(409, 412, 413)
            .WithSummary("Creates a list, or changes its name.")
            .WithDescription("The same again changes nothing. If-Match names the version that may be replaced; If-None-Match: * only creates.");
        group.MapDelete("{id}", Delete).RequireAuthorization(Scopes.SegmentsWrite).Produces(StatusCodes.Status204NoContent).Fails(404, 409, 412)
            .WithSummary("Deletes a list.").WithDescription("Who is on it stays marked: the same id again is the same list.");
        group.MapGet("{id}/members", Members).RequireAuthorization(Scopes.SegmentsRead).Produces<MembersPage>().Fails(404).HoldsPersonalData()
            .WithSummary("The customers on the list.").WithDescription("The first page carries changesAfter, as a segment's does.");
        group.MapPost("{id}/members", PostMembers).RequireAuthorization(Scopes.CustomersWrite).Produces<ListMembersAnswer>().Fails(404, 413, 429, 503)
            .WithMetadata(new WaitsFor("applied"))
            .WithSummary("Puts customers on the list and takes others off it.").WithDescription("A record on the log for each of them who is known.");
    }

    private static async Task<IResult> List(Paging paging, ClaimsPrincipal caller, SegmentViews views, SegmentCounts counts, TimeProvider time, CancellationToken cancellationToken)
    {
        var store = caller.Store();
        var all = (await views.Store(store).Segments()).Segments.Where(static segment => ListTags.IsList(segment.Id)).OrderBy(static segment => segment.Id, StringComparer.Ordinal);
        var page = all.Where(list => string.CompareOrdinal(IdOf(list), paging.After) > 0).Take(paging.Limit + 1).ToList();
        var (members, asOf) = (await counts.Of(store, cancellationToken), Instant.From(time.GetUtcNow()));
        var items = page.Take(paging.Limit).Select(list => new ListBody(IdOf(list), list.Name, list.Version, members.GetValueOrDefault(list.Id), asOf)).ToList();
        return TypedResults.Ok(new Page<ListBody>(items, page.Count > paging.Limit ? Paging.Encode(items[^1].Id) : null));
    }

    private static async Task<IResult> Get(string id, ClaimsPrincipal caller, SegmentViews views, IGrainFactory grains, HttpContext context) =>
        await views.Find(caller.Store(), ListTags.Of(id)) is { } list ? await Answer(list, caller, grains, context) : Unknown;

    private static async Task<IResult> Put(string id, Body<PutListBody> body, IfMatch match, ClaimsPrincipal caller, SegmentViews views, IGrainFactory grains, HttpContext context)
    {
        if (SegmentRules.Check(id, body.Value.Name) is { Count: > 0 } errors)
        {
            return Problem.Bad(errors);
        }

        var result = await views.Store(caller.Store()).PutSegment(new(ListTags.Of(id), body.Value.Name!, RuleDocument.Write(new ListRule(id)), match.Version));
        return result.Status == EditStatus.Done ? await Answer(result.Segment!, caller, grains, context) : Refused(result);
    }

    private static async Task<IResult> Delete(string id, IfMatch match, ClaimsPrincipal caller, SegmentViews views)
    {
        var result = await views.Store(caller.Store()).DeleteSegment(ListTags.Of(id), match.Version);
        return result.Status == EditStatus.Done ? TypedResults.NoContent() : Refused(result);
    }

    private static Task<IResult> Members(string id, Paging paging, ClaimsPrincipal caller, SegmentViews views, MemberList members, CancellationToken cancellationToken) =>
        SegmentEndpoints.MembersOf(ListTags.Of(id), paging, caller.Store(), views, members, Unknown, cancellationToken);

    private static async Task<IResult> PostMembers(
        string id, Body<ListMembersBody> body, Wait wait, IdempotencyKey key, ClaimsPrincipal caller, SegmentViews views, CustomerCalls calls, CustomerWrites writes, Intake intake,
        AppliedPositions applied, TimeProvider time, CancellationToken cancellationToken)
    {
        if (body.Value.Check() is { Count: > 0 } errors)
        {
            return Problem.Bad(errors);
        }

        if (await views.Find(caller.Store(), ListTags.Of(id)) is null)
        {
            return Unknown;
        }

        var (records, unknown, tag) = (new List<LogAppend>(), new List<string>(), new[] { ListTags.Of(id) });
        foreach (var (customer, adds) in (body.Value.Add ?? []).Select(static one => (one, true)).Concat((body.Value.Remove ?? []).Select(static one => (one, false))))
        {
            if (await calls.Read(caller.Store(), customer) is { } view)
            {
                records.Add(await writes.Tags(
                    new(view.Store, view.Id), view.AsOf, adds ? new(Add: tag) : new(Remove: tag), key.MessageId is { } message ? $"{message}/{customer}" : null, cancellationToken));
            }
            else
            {
                unknown.Add(customer);
            }
        }

        var (positions, problem) = await intake.Append(caller.Store(), records, cancellationToken);
        return problem is not null ? problem : TypedResults.Ok(new ListMembersAnswer(await wait.For(positions, applied, time, cancellationToken), unknown));
    }

    private static string IdOf(SegmentEntry list) => list.Id[ListTags.Prefix.Length..];

    private static Problem Refused(SegmentResult result) => result.Status switch
    {
        EditStatus.NotFound => Unknown,
        EditStatus.InUse => Problem.Conflict($"The list is in use: {result.Detail}. Change or delete that first."),
        EditStatus.TooMany => Problem.Conflict("The store has as many segments and lists as it may have."),
        _ => new(StatusCodes.Status412PreconditionFailed)
        {
            Detail = result.Segment is { } list ? $"The list is at version {list.Version}." : "There is no such list yet.",
        },
    };

    private static async Task<IResult> Answer(SegmentEntry list, ClaimsPrincipal caller, IGrainFactory grains, HttpContext context)
    {
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{list.Version}\"");
        var count = await grains.GetGrain<ISegmentGrain>($"{caller.Store()}/{list.Id}").Count();
        return TypedResults.Ok(new ListBody(IdOf(list), list.Name, list.Version, count.Members, count.AsOf));
    }
}
