using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Bench;

/// <summary>One run, as docs/performance.md describes it; what a run did not measure is absent.</summary>
internal sealed record BenchReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public required string Scenario { get; init; }

    public required string Engine { get; init; }

    public required string Log { get; init; }

    public required int Customers { get; init; }

    public required int Segments { get; init; }

    public required long Events { get; init; }

    public required double Seconds { get; init; }

    public required double EventsPerSecond { get; init; }

    /// <summary>From before the append until a subscriber's query shows the change, at <see cref="LatencyEventsPerSecond"/>.</summary>
    public double? P50Ms { get; init; }

    public double? P99Ms { get; init; }

    public double? LatencyEventsPerSecond { get; init; }

    public double? AllocatedBytesPerEvent { get; init; }

    public double? LimitEventsPerSecond { get; init; }

    public double? RatioToLimit { get; init; }

    /// <summary>What the same run gave by other means.</summary>
    public IReadOnlyDictionary<string, BenchPeer>? Peers { get; init; }

    public override string ToString() => JsonSerializer.Serialize(this, Json);
}

/// <param name="EventsPerSecond">Of the peer.</param>
/// <param name="Ratio">As the scenario says.</param>
internal sealed record BenchPeer(double EventsPerSecond, double Ratio)
{
    public double? P50Ms { get; init; }

    public double? P99Ms { get; init; }

    public double? AllocatedBytesPerEvent { get; init; }

    /// <summary>Of this process alone, user and system.</summary>
    public double? ProcessorMicrosecondsPerEvent { get; init; }
}
