using System.Security.Claims;
using Crm.Postgres.Feed;
using Crm.Silo.Access;
using Crm.Silo.Auth;
using Crm.Silo.Http;

namespace Crm.Silo.Changes;

internal static class ChangeEndpoints
{
    private const string Stream = "Each message's id is the place after it; Last-Event-ID resumes. A comment keeps quiet streams open.";

    internal static readonly Problem Expired = new(StatusCodes.Status410Gone)
    {
        Detail = "Changes after this place are not kept any more: list the members again and go on after that.",
    };

    public static void MapChanges(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapManagement("changes", "Changes").RequireAuthorization(Scopes.SegmentsRead).HoldsPersonalData().Fails(410);
        all.MapGet("", ListAll).Produces<ChangesPage>()
            .WithSummary("Who entered and left the store's segments.").WithDescription("In the order of each partition; delivered at least once: drop numbers at or below your mark.");
        all.MapGet("stream", StreamAll).Produces<ChangeBody>(contentType: "text/event-stream").Fails(429)
            .WithSummary("The store's changes as Server-Sent Events.").WithDescription(Stream);
        var one = routes.MapManagement("segments/{id}/changes", "Changes").RequireAuthorization(Scopes.SegmentsRead).HoldsPersonalData().Fails(410);
        one.MapGet("", ListOne).Produces<ChangesPage>()
            .WithSummary("Who entered and left one segment.").WithDescription("Also of one that was deleted.");
        one.MapGet("stream", StreamOne).Produces<ChangeBody>(contentType: "text/event-stream").Fails(429)
            .WithSummary("One segment's changes as Server-Sent Events.").WithDescription(Stream);
    }

    private static Task<IResult> ListAll(Following following, ClaimsPrincipal caller, ChangeFeed feed, CancellationToken cancellationToken) =>
        List(following, caller.Store(), null, feed, cancellationToken);

    private static Task<IResult> ListOne(string id, Following following, ClaimsPrincipal caller, ChangeFeed feed, CancellationToken cancellationToken) =>
        List(following, caller.Store(), id, feed, cancellationToken);

    private static IResult StreamAll(Following following, ClaimsPrincipal caller, OpenStreams streams) =>
        streams.Open(following.After, caller.Store(), null);

    private static IResult StreamOne(string id, Following following, ClaimsPrincipal caller, OpenStreams streams) =>
        streams.Open(following.After, caller.Store(), id);

    private static async Task<IResult> List(Following following, string store, string? segment, ChangeFeed feed, CancellationToken cancellationToken)
    {
        var page = await feed.After(following.After, store, segment, following.Limit, cancellationToken);
        return page.Expired ? Expired : TypedResults.Ok(new ChangesPage([.. page.Items.Select(ChangeViews.Of)], page.Next.Encode()));
    }
}
