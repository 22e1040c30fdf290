using Crm.Silo.Console;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Crm.Silo.Auth;

internal static class Authentication
{
    private const string Either = "Either";

    /// <summary>By API key or by a session of the console. A policy a scope, of the same name.</summary>
    public static IServiceCollection AddApiKeys(this IServiceCollection services)
    {
        services.TryAddSingleton<Senders>();

        // Without the keys that AddAuthentication would make and keep on disk for what it puts into cookies: ours hold a secret and nothing else.
        services.AddAuthenticationCore(static options => options.DefaultScheme = Either);
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, SessionHandler>(SessionHandler.SchemeName, null)
            .AddPolicyScheme(Either, null, static options => options.ForwardDefaultSelector = static context => Scheme(context.Request));
        var policies = services.AddAuthorizationBuilder().AddPolicy(Caller.SessionClaim, static policy => policy.RequireClaim(Caller.SessionClaim));
        foreach (var scope in Scopes.All.Add(Scopes.Stores))
        {
            policies.AddPolicy(scope, policy => policy.RequireClaim(Caller.ScopeClaim, scope));
        }

        return services;
    }

    // Who sends both means the header: a browser adds the cookie by itself.
    private static string Scheme(HttpRequest request) =>
        request.Headers.Authorization.Count == 0 && (SessionCookie.Secret(request) is not null || request.Path.StartsWithSegments("/console"))
            ? SessionHandler.SchemeName
            : ApiKeyHandler.SchemeName;
}
