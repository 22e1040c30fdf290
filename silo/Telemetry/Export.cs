using Crm.Ingest.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Crm.Silo.Telemetry;

/// <summary>Sends traces, metrics and logs by OTLP, for as long as the process runs: from before the first service starts until the last one has stopped.</summary>
internal sealed class Export(TelemetryOptions options, IConfiguration configuration, TimeProvider time) : IHostedService
{
    private const string Sampler = "OTEL_TRACES_SAMPLER";

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    /// <summary>The settings' own names and values stand above these. One each: a builder reads the settings of whoever built by it last.</summary>
    public static ResourceBuilder Resource => ResourceBuilder.CreateEmpty()
        .AddService("crm-orleans", serviceVersion: typeof(Export).Assembly.GetName().Version!.ToString(3)).AddTelemetrySdk().AddEnvironmentVariableDetector();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Traces)
        {
            _traces = StartTraces();
        }

        if (options.Metrics)
        {
            _metrics = Sdk.CreateMeterProviderBuilder().ConfigureServices(services => services.AddSingleton(configuration))
                .SetResourceBuilder(Resource).AddMeter(Metrics.Meters).AddOtlpExporter().Build();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            _traces?.Dispose(); // sends what it still has
            _metrics?.Dispose();
        },
        CancellationToken.None);

    private TracerProvider StartTraces()
    {
        var builder = Sdk.CreateTracerProviderBuilder().ConfigureServices(services => services.AddSingleton(configuration))
            .SetResourceBuilder(Resource).AddSource(Traces.SourceName, "Microsoft.AspNetCore").AddOtlpExporter();
        if (configuration[Sampler] is not { Length: > 0 })
        {
            builder.SetSampler(new ParentBasedSampler(
                new TraceIdRatioBasedSampler(options.TraceRatio), remoteParentSampled: new ContinuedTraces(options.ContinuedPerSecond, time)));
        }

        return builder.Build();
    }
}
