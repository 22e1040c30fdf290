using System.Buffers;
using System.Text.Json;
using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Ingest.Logs;
using Crm.Ingest.Telemetry;
using Crm.Silo.Auth;

namespace Crm.Silo.Collector;

/// <summary>A request's events as records for the log, judged by the same decoder as the pump's.</summary>
internal sealed class CollectorBatch
{
    // Tags, consents and notes are records of our own API's: from outside it is a type that nothing knows, and stays one when it is sent again.
    private const string NoType = "collector/own";

    private readonly ArrayBufferWriter<byte> _payloads;
    private readonly List<Range> _ranges = [];
    private readonly string? _traceParent = Traces.Current;

    private CollectorBatch(int size) => _payloads = new(size);

    public List<LogAppend> Records { get; } = [];

    public List<RejectedEvent> Rejected { get; } = [];

    /// <summary>Whose events the good ones are, each once.</summary>
    public HashSet<CustomerKey> Customers { get; } = [];

    /// <summary>Where a single event was refused: what is wrong with it.</summary>
    public string Detail { get; private set; } = "";

    /// <returns>Null where the events with their shared context would be too large.</returns>
    public static CollectorBatch? From(Envelope envelope, Sender sender, string? type, Instant receivedAt, int partitions)
    {
        var batch = new CollectorBatch(1024);
        var stamp = new EventStamp(type, receivedAt.ToString(), envelope.SentAt, envelope.Context, IsPublic: !sender.IsSecret);
        foreach (var e in envelope.Events)
        {
            var start = batch._payloads.WrittenCount;
            EventPayload.Write(batch._payloads, e.Span, stamp);
            batch._ranges.Add(start..batch._payloads.WrittenCount);
            if (batch._payloads.WrittenCount > CollectorLimits.PayloadBytes)
            {
                return null;
            }
        }

        for (var i = 0; i < envelope.Events.Count; i++)
        {
            batch.Add(i, envelope.Events[i], batch._payloads.WrittenMemory[batch._ranges[i]], sender.Store, stamp, receivedAt, partitions);
        }

        return batch;
    }

    private void Add(int index, ReadOnlyMemory<byte> sent, ReadOnlyMemory<byte> payload, string store, in EventStamp stamp, Instant receivedAt, int partitions)
    {
        var decoded = EventDecoder.Decode(payload, receivedAt);
        if (decoded.Event is { Type: < EventType.Tags } known)
        {
            var key = EventHome.KeyOf(store, known);
            Customers.Add(key);
            Records.Add(new(HomePartition.Of(key, partitions), RecordKind.Event, key.Text, payload, null, _traceParent));
            return;
        }

        if (decoded.Event is not null)
        {
            var renamed = new ArrayBufferWriter<byte>(payload.Length + NoType.Length);
            EventPayload.Write(renamed, sent.Span, stamp with { Type = NoType });
            payload = renamed.WrittenMemory;
            decoded = EventDecoder.Decode(payload, receivedAt);
        }

        // A bad event goes to the log as well, whole: the pump makes it a dead letter there.
        var (id, messageId) = Ids.Of(sent.Span);
        var text = $"{store}/{id}";
        Records.Add(new(HomePartition.Of(text, partitions), RecordKind.Event, text, payload, null, _traceParent));
        Rejected.Add(new(index, messageId, JsonNamingPolicy.CamelCase.ConvertName($"{decoded.Reason}")));
        Detail = decoded.Detail;
    }
}
