using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Decoding;

/// <summary>A record of the log, understood; or why not.</summary>
internal readonly record struct DecodedRecord
{
    public required long Offset { get; init; }

    public required Instant AppendedAt { get; init; }

    public required RecordKind Kind { get; init; }

    /// <summary>The store that the key names; empty where it names none.</summary>
    public required string Store { get; init; }

    public required string Key { get; init; }

    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Of an event record that is valid.</summary>
    public Event? Event { get; init; }

    /// <summary>Of a tick.</summary>
    public Instant? TickTo { get; init; }

    /// <summary>Of a control record.</summary>
    public int Definitions { get; init; }

    /// <summary>Set for a record that cannot be decoded: it becomes a dead letter.</summary>
    public string? Trouble { get; init; }

    public RejectReason? Reason { get; init; }
}
