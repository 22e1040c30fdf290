using System.Security.Claims;
using Crm.Silo.Access;
using Crm.Silo.Auth;
using Crm.Silo.Http;

namespace Crm.Silo.Live;

internal static class LiveEndpoints
{
    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapManagement("live", "Live").RequireAuthorization(Scopes.SegmentsRead);
        group.MapGet("", Get).Produces<LiveBody>()
            .WithSummary("How the store stands now.").WithDescription("Counted by what makes it visible, in the database: the same whichever process is asked. docs/live.md says what each figure means.");
        group.MapGet("stream", Stream).Produces<StatusBody>(contentType: "text/event-stream").Fails(429).HoldsPersonalData()
            .WithSummary("The same as it happens, as Server-Sent Events.")
            .WithDescription("An event status each second; for keys that may see automations an event firing for each action that comes about, and again as it ends. It begins now, also after a break.");
    }

    private static async Task<IResult> Get(ClaimsPrincipal caller, LiveViews views, CancellationToken cancellationToken) =>
        TypedResults.Ok(await views.Of(caller.Store(), cancellationToken));

    private static IResult Stream(ClaimsPrincipal caller, LiveStreams streams) =>
        streams.Open(caller.Store(), firings: caller.HasClaim(Caller.ScopeClaim, Scopes.Automations));
}
