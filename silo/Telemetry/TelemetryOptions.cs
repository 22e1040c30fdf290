using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Telemetry;

/// <summary>What is sent by OTLP; section <c>Crm:Telemetry</c>. Where to, how and as whom is said by OpenTelemetry's own variables (<c>OTEL_…</c>).</summary>
internal sealed class TelemetryOptions
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Whether anything is sent. Default: whether OTEL_EXPORTER_OTLP_ENDPOINT is set. True without that: to this machine's port 4317.</summary>
    public bool? Export { get; set; }

    /// <summary>Whether spans are made and sent. Default true.</summary>
    public bool Traces { get; set; } = true;

    /// <summary>Whether metrics are sent; <c>/metrics</c> has them in any case. Default true.</summary>
    public bool Metrics { get; set; } = true;

    /// <summary>Whether log lines are sent, with their trace's id; the console has them in any case. Default true.</summary>
    public bool Logs { get; set; } = true;

    /// <summary>The share of requests without a recorded or dropped trace of their own that begin one. Default 0.001; 0 to 1. OTEL_TRACES_SAMPLER, where set, says it all instead.</summary>
    [Range(0.0, 1.0)]
    public double TraceRatio { get; set; } = 0.001;

    /// <summary>Requests a second whose sender says that their trace is recorded, and that are believed: anybody may send that. Default 100; 0 to 1,000,000.</summary>
    [Range(0, 1_000_000)]
    public int ContinuedPerSecond { get; set; } = 100;
}

[OptionsValidator]
internal sealed partial class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>;

internal sealed class TelemetryEndpointValidator(IConfiguration configuration) : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options) =>
        configuration[TelemetryOptions.Endpoint] is { Length: > 0 } text && !(Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            ? ValidateOptionsResult.Fail($"{TelemetryOptions.Endpoint} must be such as http://127.0.0.1:4317.")
            : ValidateOptionsResult.Success;
}
