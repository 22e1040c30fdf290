using System.Diagnostics;
using Crm.GrainInterfaces.Customers;
using Crm.Ingest.Commits;
using Crm.Ingest.Customers;
using Crm.Ingest.Decoding;
using Crm.Ingest.Pumps;

namespace Crm.Ingest.Telemetry;

/// <summary>
/// The spans of those records of a batch that belong to a recorded trace. Hardly a batch has any: then nothing is kept and nobody asks the time.
/// A span is made once its end is known, from times that were noted: a batch has many traces, so none can be the current one while it is applied.
/// </summary>
internal sealed class BatchTraces(TimeProvider time)
{
    private readonly List<(long Offset, string Key, ActivityContext Parent, string Outcome)> _records = [];
    private readonly Dictionary<string, (DateTimeOffset From, DateTimeOffset To)> _calls = []; // by customer
    private readonly Dictionary<long, string> _outcomes = []; // by offset, of those that customers did not simply apply
    private readonly Dictionary<long, string> _spans = []; // by offset: the context that goes on from there
    private DateTimeOffset _from;

    public bool Any => _records.Count > 0;

    public void Clear()
    {
        if (Any)
        {
            _records.Clear();
            _calls.Clear();
            _outcomes.Clear();
            _spans.Clear();
        }
    }

    /// <param name="record">One that carries a context.</param>
    public void Add(in DecodedRecord record)
    {
        if (Traces.TryParse(record.TraceParent, out var parent))
        {
            _from = Any ? _from : time.GetUtcNow();
            var outcome = record.Trouble is not null ? "dead_letter" : record.Fate switch { Fate.Forward => "forwarded", Fate.Repeat => "repeat", _ => "applied" };
            _records.Add((record.Offset, record.Key, parent, outcome));
        }
    }

    public void Calling(CustomerSlot slot)
    {
        var now = time.GetUtcNow();
        _calls[slot.Key.Text] = (now, now);
    }

    public void Answered(CustomerSlot slot, ApplyResult result)
    {
        _calls[slot.Key.Text] = (_calls[slot.Key.Text].From, time.GetUtcNow());
        foreach (var offset in result.Uncounted)
        {
            _outcomes[offset] = "uncounted";
        }

        foreach (var failure in result.Failures)
        {
            _outcomes[failure.Offset] = "dead_letter";
        }
    }

    /// <summary>All customers have answered: makes the spans, and tells the open commit of them. A replay is silent.</summary>
    public void Applied(PartitionRow row, int records, CommitQueue commits)
    {
        var now = time.GetUtcNow();
        foreach (var (offset, key, parent, outcome) in _records)
        {
            if (offset <= row.Durable.Offset || Traces.Source.StartActivity("crm.apply", ActivityKind.Consumer, parent, startTime: _from) is not { } span)
            {
                continue;
            }

            var became = _outcomes.GetValueOrDefault(offset, outcome);
            span.SetTag("crm.partition", row.Partition).SetTag("crm.offset", offset).SetTag("crm.batch.size", records).SetTag("crm.outcome", became);
            span.SetStatus(became == "dead_letter" ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
            if (_calls.TryGetValue(key, out var call) && outcome == "applied")
            {
                Traces.Source.StartActivity("crm.customer.apply", ActivityKind.Internal, span.Context, startTime: call.From)?.SetEndTime(call.To.UtcDateTime).Stop();
            }

            span.SetEndTime(now.UtcDateTime).Stop();
            _spans[offset] = span.Id!;
            commits.Trace(span.Context);
        }
    }

    /// <summary>The context for what comes of a record; null where it belongs to no recorded trace.</summary>
    public string? Of(long offset) => Any ? _spans.GetValueOrDefault(offset) : null;
}
