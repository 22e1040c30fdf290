using System.Diagnostics.Metrics;
using System.Text.Json;
using Crm.Core.Customers;
using Crm.Ingest.Commits;

namespace Crm.Ingest.Pumps;

/// <summary>What the pumps say of themselves, by partition.</summary>
public sealed class PumpMetrics
{
    public const string MeterName = "Crm.Ingest";

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    private static readonly InstrumentAdvice<long> Sizes = new() { HistogramBucketBoundaries = [1, 5, 20, 100, 500, 1_000, 2_000, 5_000, 10_000, 50_000] };

    private static readonly KeyValuePair<string, object?>[] Kinds =
        [.. Enum.GetNames<EffectKind>().Select(static kind => new KeyValuePair<string, object?>("kind", JsonNamingPolicy.SnakeCaseLower.ConvertName(kind)))];

    private readonly Counter<long> _records;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _archived;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _forwarded;
    private readonly Counter<long> _effects;
    private readonly Counter<long> _changes;
    private readonly Counter<long> _actions;
    private readonly Counter<long> _snapshots;
    private readonly Counter<long> _repeats;
    private readonly Histogram<long> _batches;
    private readonly Histogram<double> _applies;
    private readonly Histogram<double> _commits;
    private readonly Histogram<long> _rows;
    private readonly Gauge<long> _durable;
    private readonly Gauge<long> _debt;
    private readonly Gauge<int> _known;
    private readonly Gauge<int> _dirty;

    public PumpMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _records = meter.CreateCounter<long>("crm.pump.records", "{record}", "Records read and applied.");
        _calls = meter.CreateCounter<long>("crm.pump.calls", "{call}", "Calls of a customer, one for all of its records in a batch.");
        _archived = meter.CreateCounter<long>("crm.pump.events", "{event}", "Events that counted, durable.");
        _deadLetters = meter.CreateCounter<long>("crm.pump.dead_letters", "{record}", "Records that became dead letters.");
        _forwarded = meter.CreateCounter<long>("crm.pump.forwarded", "{record}", "Events read in another partition than their home, durable and on their way there.");
        _effects = meter.CreateCounter<long>("crm.pump.effects", "{effect}", "What records and time brought about, by kind, on its way into a commit.");
        _changes = meter.CreateCounter<long>("crm.feed.entries", "{entry}", "Entries of the change feed, durable.");
        _actions = meter.CreateCounter<long>("crm.outbox.actions", "{action}", "Actions of automations that came to be due, durable.");
        _snapshots = meter.CreateCounter<long>("crm.commit.snapshots", "{snapshot}", "Customers stored.");
        _repeats = meter.CreateCounter<long>("crm.commit.repeats", "{attempt}", "Commits that failed or whose outcome was unknown, and that were looked into and, where need be, repeated.");
        _batches = meter.CreateHistogram("crm.pump.batch.size", "{record}", "Records applied at a time.", null, Sizes);
        _applies = meter.CreateHistogram("crm.pump.apply.duration", "s", "Time to apply a batch, from its first call of a customer until its effects are in the open commit.", null, Seconds);
        _commits = meter.CreateHistogram("crm.commit.duration", "s", "Time of a commit, from handing it over until it is durable.", null, Seconds);
        _rows = meter.CreateHistogram("crm.commit.size", "{row}", "Rows that a commit writes.", null, Sizes);
        _durable = meter.CreateGauge<long>("crm.pump.durable_offset", "{offset}", "The last record whose effects are durable.");
        _debt = meter.CreateGauge<long>("crm.pump.replay_debt", "{record}", "Records that a restart would replay: from the oldest change that no snapshot holds to the last durable record.");
        _known = meter.CreateGauge<int>("crm.pump.known_customers", "{customer}", "Customers whose position the pump remembers.");
        _dirty = meter.CreateGauge<int>("crm.pump.unsaved_customers", "{customer}", "Customers with changes that no snapshot holds yet.");
    }

    internal void Applied(int partition, int records, int calls, TimeSpan duration, int known, int dirty)
    {
        var tag = Tag(partition);
        if (records > 0)
        {
            _records.Add(records, tag);
            _batches.Record(records, tag);
        }

        _calls.Add(calls, tag);
        _applies.Record(duration.TotalSeconds, tag);
        _known.Record(known, tag);
        _dirty.Record(dirty, tag);
    }

    /// <param name="counts">By kind; taken, and set to zero.</param>
    internal void Effects(Span<long> counts)
    {
        for (var kind = 0; kind < counts.Length; kind++)
        {
            _effects.Add(counts[kind], Kinds[kind]);
        }

        counts.Clear();
    }

    internal void Committed(int partition, PartitionCommit commit, TimeSpan duration)
    {
        var tag = Tag(partition);
        _archived.Add(commit.Archive.Count, tag);
        _deadLetters.Add(commit.DeadLetters.Count, tag);
        _forwarded.Add(commit.Forwards.Count, tag);
        _changes.Add(commit.Feed.Count, tag);
        _actions.Add(commit.Actions.Count, tag);
        _snapshots.Add(commit.Snapshots.Count, tag);
        _repeats.Add(0, tag); // the first one is a rise only if there was something before it
        _commits.Record(duration.TotalSeconds, tag);
        _rows.Record(commit.Rows, tag);
        _durable.Record(commit.Durable.Offset, tag);
        _debt.Record(Math.Max(0, commit.Durable.Offset - commit.Replay.Offset), tag);
    }

    internal void CommitRepeated(int partition) => _repeats.Add(1, Tag(partition));

    private static KeyValuePair<string, object?> Tag(int partition) => new("partition", partition);
}
