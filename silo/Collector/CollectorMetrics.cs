using System.Diagnostics.Metrics;

namespace Crm.Silo.Collector;

internal sealed class CollectorMetrics
{
    private static readonly KeyValuePair<string, object?> AcceptedTag = new("outcome", "accepted");
    private static readonly KeyValuePair<string, object?> RejectedTag = new("outcome", "rejected");

    private readonly Counter<long> _events;

    public CollectorMetrics(IMeterFactory meters) =>
        _events = meters.Create("Crm.Collector").CreateCounter<long>("crm.collector.events", "{event}", "Events sent to the collector, by what became of them.");

    public void Accepted(int count) => _events.Add(count, AcceptedTag);

    public void Rejected(int count) => _events.Add(count, RejectedTag);
}
