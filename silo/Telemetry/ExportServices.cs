using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;

namespace Crm.Silo.Telemetry;

internal static class ExportServices
{
    private const string Section = "Crm:Telemetry";

    /// <summary>Where nothing is to be sent, nothing is added: no span is made, and nobody is told of one.</summary>
    public static void AddExport(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration(Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        builder.Services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryEndpointValidator>();
        var options = Read(builder.Configuration);
        if (!(options.Export ?? builder.Configuration[TelemetryOptions.Endpoint] is { Length: > 0 }))
        {
            return;
        }

        builder.Services.AddHostedService(static provider => new Export(
            provider.GetRequiredService<IOptions<TelemetryOptions>>().Value, provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<TimeProvider>()));
        if (options.Logs)
        {
            builder.Logging.AddOpenTelemetry(static logs =>
            {
                logs.IncludeFormattedMessage = true;
                logs.SetResourceBuilder(Export.Resource);
                logs.AddOtlpExporter();
            });
        }
    }

    private static TelemetryOptions Read(ConfigurationManager configuration)
    {
        try
        {
            return configuration.GetSection(Section).Get<TelemetryOptions>() ?? new();
        }
        catch (InvalidOperationException)
        {
            return new(); // a value that cannot be read: the check of all settings says so
        }
    }
}
