using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Crm.Silo.Auth;

internal static class Authentication
{
    /// <summary>A policy a scope, of the same name.</summary>
    public static IServiceCollection AddApiKeys(this IServiceCollection services)
    {
        services.TryAddSingleton<Senders>();

        // Without the keys that AddAuthentication would make and keep on disk for cookies, of which there are none.
        services.AddAuthenticationCore(static options => options.DefaultScheme = ApiKeyHandler.SchemeName);
        services.AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        var policies = services.AddAuthorizationBuilder();
        foreach (var scope in Scopes.All.Add(Scopes.Stores))
        {
            policies.AddPolicy(scope, policy => policy.RequireClaim(Caller.ScopeClaim, scope));
        }

        return services;
    }
}
