using System.Net;
using Crm.Postgres.Webhooks;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Webhooks;

internal static class WebhookServices
{
    public static void AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration("Crm:Webhooks")
            .Configure<IConfiguration>(static (options, configuration) => options.Allow = configuration["CRM_WEBHOOK_ALLOW"] ?? "")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookAllowValidator>();
        services.AddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<WebhookOptions>>().Value;
            var connector = new WebhookConnector(new(options.Allow), options.AllowHttp, Dns.GetHostAddressesAsync);
            return new WebhookSender(
                new(Handler(options, connector)), provider.GetRequiredService<WebhookSecrets>(), options.Timeout, provider.GetRequiredService<TimeProvider>());
        });
    }

    /// <summary>Keeps nothing between requests but connections, and speaks HTTP/1.1 only: HTTP/3 would go past the connector.</summary>
    internal static SocketsHttpHandler Handler(WebhookOptions options, WebhookConnector connector) => new()
    {
        AllowAutoRedirect = false, // each step is looked at
        UseCookies = false,
        ActivityHeadersPropagator = null, // the request has its own, and the framework's spans would hold addresses, which may be secrets
        UseProxy = false, // it would choose the address in our place
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = options.ConnectTimeout,
        MaxConnectionsPerServer = options.ConnectionsPerHost,
        PooledConnectionLifetime = options.ConnectionLifetime,
        MaxResponseHeadersLength = 16, // KB
        MaxResponseDrainSize = options.AnswerBytes,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        ConnectCallback = connector.Connect,
    };
}
