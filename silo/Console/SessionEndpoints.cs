using System.Collections.Immutable;
using System.Security.Claims;
using Crm.Core.Definitions;
using Crm.Core.Time;
using Crm.Postgres.Console;
using Crm.Postgres.Stores;
using Crm.Silo.Auth;
using Crm.Silo.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crm.Silo.Console;

internal static class SessionEndpoints
{
    private static readonly Problem UsedUp = new(StatusCodes.Status401Unauthorized)
    {
        Detail = "The link was used, has expired, or is not whole. `./crm link` prints a new one; each opens the console once.",
    };

    private static readonly Problem Elsewhere = new(StatusCodes.Status403Forbidden) { Detail = "Signing in must come from the console itself: open the link in a browser." };

    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        routes.MapManagement("console/links", "Console").MapPost("", CreateLink).RequireAuthorization(Scopes.Admin).Produces<LinkBody>(StatusCodes.Status201Created)
            .WithSummary("Makes a link by which one person signs in to the store's console, once.")
            .WithDescription("Its host is that of this call. Whoever opens it may do what an API key with all scopes may.");

        var session = routes.MapGroup("/console/session").WithTags("Console").Fails(401, 403);
        session.AddEndpointFilter<RouteGroupBuilder, BoundFilter>();
        session.MapPost("", Open).Produces<SessionBody>().Fails(400, 413)
            .WithSummary("Signs in with the token of a link, which is used up.").WithDescription("Sets the session's cookie, which opens the calls of the store as an API key does.");
        session.MapGet("", Get).RequireAuthorization(Caller.SessionClaim).Produces<SessionBody>().WithSummary("Who is signed in.");
        session.MapDelete("", Close).RequireAuthorization(Caller.SessionClaim).Produces(StatusCodes.Status204NoContent)
            .WithSummary("Signs out.").WithDescription("Other processes may believe the session for some seconds more.");
    }

    private static async Task<IResult> CreateLink(ClaimsPrincipal caller, ConsoleLinks links, HttpContext context, CancellationToken cancellationToken)
    {
        if (await links.Create(caller.Store(), Guid.Parse(caller.Key()), Scopes.All, cancellationToken) is not { } link)
        {
            return new Problem(StatusCodes.Status401Unauthorized) { Detail = "The key, or the session, was just deleted." };
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(
            new LinkBody($"{context.Request.Scheme}://{context.Request.Host}/sign-in#{link.Token}", link.ExpiresAt), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> Open(Body<OpenSessionBody> body, ConsoleSessions sessions, StoreRepository stores, HttpContext context, CancellationToken cancellationToken)
    {
        if (!SameOrigin.SaysSo(context.Request))
        {
            return Elsewhere; // else a site could sign its visitors in to a store of its own
        }

        if (body.Value.Token is not { } token)
        {
            return Problem.Bad(new FieldError("token", "Is required: what stands after the # of the link."));
        }

        if (await sessions.Open(token, cancellationToken) is not { } made)
        {
            return UsedUp;
        }

        SessionCookie.Set(context, made);
        return await Answer(made.Session.Store, made.Session.Scopes, made.Session.ExpiresAt, stores, context);
    }

    private static async Task<IResult> Get(ClaimsPrincipal caller, StoreRepository stores, HttpContext context) =>
        InstantConverter.TryParse(caller.FindFirstValue(Caller.SessionClaim)!, out var expiresAt)
            ? await Answer(caller.Store(), [.. caller.FindAll(Caller.ScopeClaim).Select(static claim => claim.Value)], expiresAt, stores, context)
            : throw new InvalidOperationException("The session's claim is no instant.");

    private static async Task<IResult> Close(ConsoleSessions sessions, HttpContext context, CancellationToken cancellationToken)
    {
        await sessions.Close(SessionCookie.Secret(context.Request)!, cancellationToken);
        SessionCookie.Remove(context);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<SessionBody>> Answer(string name, ImmutableArray<string> scopes, Instant expiresAt, StoreRepository stores, HttpContext context)
    {
        var store = await stores.Find(name, context.RequestAborted) ?? throw new InvalidOperationException("A session's store is there: stores are not deleted.");
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new SessionBody(store.Name, store.Currency, store.Zone, store.Clock == StoreClock.Log ? "log" : "wall", scopes, expiresAt));
    }
}
