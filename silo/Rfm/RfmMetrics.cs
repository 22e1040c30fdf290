using System.Diagnostics.Metrics;

namespace Crm.Silo.Rfm;

/// <summary>How often cuts were looked for, and how long that took.</summary>
internal sealed class RfmMetrics
{
    private readonly Histogram<double> _refreshes;

    public RfmMetrics(IMeterFactory meters) => _refreshes = meters.Create("Crm.Rfm").CreateHistogram(
        "crm.rfm.refresh", "s", "From a refresh's beginning until its cuts are a definition version; customers follow.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.5, 1, 2, 5, 10, 30, 60] });

    public void Refreshed(bool changed, TimeSpan duration) => _refreshes.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("changed", changed));
}
