using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Crm.Silo.Telemetry;

internal enum MetricKind { Counter, Gauge, Histogram }

/// <summary>What one instrument has measured, by tags.</summary>
internal sealed class Metric(string name, MetricKind kind, string help, double[] bounds, bool isObserved)
{
    /// <summary>Series kept of one instrument: a tag without bound costs this much and no more; the rest is told apart no longer.</summary>
    public const int MaxSeries = 500;

    private const string Rest = "otel_metric_overflow=\"true\"";

    private static readonly double[] DefaultBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly ConcurrentDictionary<string, MetricSeries> _series = new();

    public string Name { get; } = name;

    public MetricKind Kind { get; } = kind;

    public string Help { get; } = help;

    public double[] Bounds { get; } = bounds;

    public IEnumerable<MetricSeries> Series => _series.Values;

    public static Metric Of(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        var kind = type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter
            : type == typeof(Histogram<>) ? MetricKind.Histogram : MetricKind.Gauge;
        var isObserved = instrument.IsObservable || type == typeof(Gauge<>);
        return new(
            PrometheusName.Of(instrument.Name, instrument.Unit, kind == MetricKind.Counter), kind, instrument.Description ?? "",
            kind == MetricKind.Histogram ? BoundsOf(instrument) : [], isObserved);
    }

    public void Forget() => _series.Clear();

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Find(tags);
        if (Kind == MetricKind.Histogram)
        {
            series.Observe(value);
        }
        else if (isObserved)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    private MetricSeries Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        using var labels = new LabelText(stackalloc char[512]);
        labels.Append(tags);
        if (_series.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(labels.Span, out var known))
        {
            return known;
        }

        var text = _series.Count < MaxSeries ? labels.Span.ToString() : Rest;
        return _series.GetOrAdd(text, static (text, bounds) => new(text, bounds), Bounds);
    }

    private static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds.Select(static bound => (double)bound)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds.Select(static bound => (double)bound)],
        { Unit: "s" } => DefaultBounds,
        { Unit: "ms" } => [.. DefaultBounds.Select(static bound => bound * 1000)],
        _ => [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000, 1_000_000],
    };
}
