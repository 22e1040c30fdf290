using System.Diagnostics.Metrics;

namespace Crm.Silo.Retention;

/// <summary>What was deleted because of its age.</summary>
internal sealed class RetentionMetrics
{
    private readonly Counter<long> _deleted;

    public RetentionMetrics(IMeterFactory meters) =>
        _deleted = meters.Create("Crm.Retention").CreateCounter<long>("crm.retention.deleted", "{row}", "Rows that were older than their store keeps them.");

    public void Deleted(string kind, long rows)
    {
        if (rows > 0)
        {
            _deleted.Add(rows, new KeyValuePair<string, object?>("kind", kind));
        }
    }
}
