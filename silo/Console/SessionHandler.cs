using System.Security.Claims;
using System.Text.Encodings.Web;
using Crm.Postgres.Console;
using Crm.Silo.Auth;
using Crm.Silo.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Console;

/// <summary>Authentication by the cookie of a session of the console: its store and scopes, as an API key has them.</summary>
internal sealed class SessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory loggers, UrlEncoder encoder, ConsoleSessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, loggers, encoder)
{
    public const string SchemeName = "Session";

    public static readonly Problem SignedOut = new(StatusCodes.Status401Unauthorized)
    {
        Detail = "Nobody is signed in, or the session has ended. `./crm link` prints a link to sign in with.",
    };

    private static readonly Problem Elsewhere = new(StatusCodes.Status403Forbidden)
    {
        Detail = $"A call with the session's cookie that may change something needs the header \"{SameOrigin.Header}: 1\", and must come from the console itself.",
    };

    private bool IsElsewhere => !SameOrigin.Allows(Request);

    // The cookie of a call from elsewhere is worth nothing: it is not looked up, and the call is nobody's.
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() =>
        SessionCookie.Secret(Request) is not { } secret ? AuthenticateResult.NoResult()
        : IsElsewhere ? AuthenticateResult.Fail("The call is not the console's own.")
        : await sessions.Find(secret, Context.RequestAborted) is { } session ? Success(session)
        : AuthenticateResult.Fail("The session is unknown.");

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        (SessionCookie.Secret(Request) is not null && IsElsewhere ? Elsewhere : SignedOut).ExecuteAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        new Problem(StatusCodes.Status403Forbidden) { Detail = "The session has not the scope that this call needs." }.ExecuteAsync(Context);

    private static AuthenticateResult Success(ConsoleSession session) => AuthenticateResult.Success(new(
        new(new ClaimsIdentity(
            [
                new(Caller.StoreClaim, session.Store), new(Caller.KeyClaim, session.Id.ToString()), new(Caller.KeyNameClaim, "Console session"),
                new(Caller.SessionClaim, session.ExpiresAt.ToString()), .. session.Scopes.Select(static scope => new Claim(Caller.ScopeClaim, scope)),
            ],
            SchemeName)),
        SchemeName));
}
