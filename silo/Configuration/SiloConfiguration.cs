using Crm.Silo.Auth;
using Crm.Silo.Console;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Configuration;

internal static class SiloConfiguration
{
    /// <summary>Environment variables CRM_… become options, all of them checked before anything starts.</summary>
    public static void AddConfiguration(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SiloOptions>().Bind(builder.Configuration).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SiloOptions>, SiloOptionsValidator>();
        builder.WebHost.UseUrls(builder.Configuration["CRM_URL"] is { Length: > 0 } url ? url : new SiloOptions().Url);
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 4 * 1024 * 1024; // above every route's own limit
        });

        // What the framework logs of a request holds its path, and paths name customers.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter(typeof(ApiKeyHandler).FullName, LogLevel.Warning);
        builder.Logging.AddFilter(typeof(SessionHandler).FullName, LogLevel.Warning);
        builder.Logging.AddSimpleConsole(static console => console.SingleLine = true);
    }
}
