using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crm.Client;

/// <summary>Registration of the client.</summary>
public static class CrmClientServices
{
    /// <summary>
    /// Adds one <see cref="CrmClient"/> for the whole process. Its options are checked when the host starts; they can also be configured
    /// elsewhere, such as <c>services.Configure&lt;CrmClientOptions&gt;(configuration.GetSection("Crm"))</c>. A registered
    /// <see cref="TimeProvider"/> is used.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configure">Sets options; default: nothing here.</param>
    /// <returns>For handlers between the client and the network.</returns>
    public static IHttpClientBuilder AddCrmClient(this IServiceCollection services, Action<CrmClientOptions>? configure = null)
    {
        services.AddOptions<CrmClientOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CrmClientOptions>, CrmClientOptionsValidator>());
        services.TryAddSingleton(static provider => new CrmClient(
            provider.GetRequiredService<IOptions<CrmClientOptions>>().Value,
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(CrmClient)),
            provider.GetService<ILogger<CrmClient>>(),
            provider.GetService<TimeProvider>()));

        // One client for ever: its handler renews connections, the factory need not renew handlers.
        return services.AddHttpClient(nameof(CrmClient), static http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(Handler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers(); // they write addresses, which name customers
    }

    // A redirect would turn events into a GET, whose answer says success.
    internal static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
    };
}
