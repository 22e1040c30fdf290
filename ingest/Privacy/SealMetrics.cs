using System.Diagnostics.Metrics;

namespace Crm.Ingest.Privacy;

/// <summary>What could not be read any more.</summary>
public sealed class SealMetrics
{
    public const string MeterName = "Crm.Privacy";

    private readonly Counter<long> _unreadable;

    public SealMetrics(IMeterFactory meters) =>
        _unreadable = meters.Create(MeterName).CreateCounter<long>(
            "crm.privacy.unreadable", "{record}", "Records dropped because the key that they were sealed with was destroyed; counted each time they are read.");

    internal void Unreadable() => _unreadable.Add(1);
}
