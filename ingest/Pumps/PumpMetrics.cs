using System.Diagnostics.Metrics;
using Crm.Ingest.Commits;

namespace Crm.Ingest.Pumps;

/// <summary>What the pumps say of themselves, by partition.</summary>
public sealed class PumpMetrics
{
    public const string MeterName = "Crm.Ingest";

    private readonly Counter<long> _records;
    private readonly Counter<long> _archived;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _forwarded;
    private readonly Counter<long> _changes;
    private readonly Counter<long> _snapshots;
    private readonly Histogram<double> _commits;
    private readonly Gauge<long> _durable;
    private readonly Gauge<int> _known;
    private readonly Gauge<int> _dirty;

    public PumpMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _records = meter.CreateCounter<long>("crm.pump.records", "{record}", "Records read and applied.");
        _archived = meter.CreateCounter<long>("crm.pump.events", "{event}", "Events that counted, durable.");
        _deadLetters = meter.CreateCounter<long>("crm.pump.dead_letters", "{record}", "Records that became dead letters.");
        _forwarded = meter.CreateCounter<long>("crm.pump.forwarded", "{record}", "Events read in another partition than their home, durable and on their way there.");
        _changes = meter.CreateCounter<long>("crm.feed.entries", "{entry}", "Entries of the change feed, durable.");
        _snapshots = meter.CreateCounter<long>("crm.commit.snapshots", "{snapshot}", "Customers stored.");
        _commits = meter.CreateHistogram<double>("crm.commit.duration", "s", "Time of a commit, from handing it over until it is durable.");
        _durable = meter.CreateGauge<long>("crm.pump.durable_offset", "{offset}", "The last record whose effects are durable.");
        _known = meter.CreateGauge<int>("crm.pump.known_customers", "{customer}", "Customers whose position the pump remembers.");
        _dirty = meter.CreateGauge<int>("crm.pump.unsaved_customers", "{customer}", "Customers with changes that no snapshot holds yet.");
    }

    internal void Read(int partition, int records, int known, int dirty)
    {
        var tag = Tag(partition);
        _records.Add(records, tag);
        _known.Record(known, tag);
        _dirty.Record(dirty, tag);
    }

    internal void Committed(int partition, PartitionCommit commit, TimeSpan duration)
    {
        var tag = Tag(partition);
        _archived.Add(commit.Archive.Count, tag);
        _deadLetters.Add(commit.DeadLetters.Count, tag);
        _forwarded.Add(commit.Forwards.Count, tag);
        _changes.Add(commit.Feed.Count, tag);
        _snapshots.Add(commit.Snapshots.Count, tag);
        _commits.Record(duration.TotalSeconds, tag);
        _durable.Record(commit.Durable.Offset, tag);
    }

    private static KeyValuePair<string, object?> Tag(int partition) => new("partition", partition);
}
