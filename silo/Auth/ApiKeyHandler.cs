using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Crm.Postgres.Stores;
using Crm.Silo.Configuration;
using Crm.Silo.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Auth;

/// <summary>Bearer authentication by an API key, which names its store and scopes, or by the admin key of the process.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory loggers, UrlEncoder encoder, ApiKeys keys, IOptions<SiloOptions> options)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, loggers, encoder)
{
    public const string SchemeName = "ApiKey";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Credentials.Bearer(Request) is not { } secret)
        {
            return AuthenticateResult.NoResult();
        }

        if (IsAdmin(secret))
        {
            return Success(new Claim(Caller.ScopeClaim, Scopes.Stores));
        }

        return await keys.Find(secret, Context.RequestAborted) is { Kind: KeyKind.Api } key
            ? Success([new(Caller.StoreClaim, key.Store), new(Caller.KeyClaim, key.Id.ToString()), .. key.Scopes.Select(static scope => new Claim(Caller.ScopeClaim, scope))])
            : AuthenticateResult.Fail("The key is unknown.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return new Problem(StatusCodes.Status401Unauthorized) { Detail = "This call needs the header \"Authorization: Bearer\" with an API key." }.ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        new Problem(StatusCodes.Status403Forbidden) { Detail = "The key is good, but has not the scope that this call needs." }.ExecuteAsync(Context);

    // By digest, so that the comparison takes the same time however much of a guess is right.
    private bool IsAdmin(string secret) =>
        options.Value.AdminKey is { Length: > 0 } admin && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(Encoding.UTF8.GetBytes(admin)));

    private static AuthenticateResult Success(params IEnumerable<Claim> claims) =>
        AuthenticateResult.Success(new(new(new ClaimsIdentity(claims, SchemeName)), SchemeName));
}
