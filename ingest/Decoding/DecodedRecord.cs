using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Crm.Core.Customers;
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

    /// <summary>Of a valid event its customer's, whatever the log has; else as the log has it.</summary>
    public required string Key { get; init; }

    /// <summary>As the log has it.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>As the log has it; null for nearly all.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Of an event record that is valid, and whose key was not destroyed.</summary>
    public Event? Event { get; init; }

    /// <summary>The partition that the customer is at home in, of a valid event.</summary>
    public int Home { get; init; }

    /// <summary>Of a forwarded event: one that can be, what its number means is not judged yet.</summary>
    public Origin? Origin { get; init; }

    /// <summary>Of an event without trouble.</summary>
    public Fate Fate { get; init; }

    /// <summary>Of an undone merge: what is archived of the customer, once it was read.</summary>
    public ImmutableArray<ArchivedRecord> History { get; init; }

    /// <summary>Of a tick.</summary>
    public Instant? TickTo { get; init; }

    /// <summary>Of a control record.</summary>
    public int Definitions { get; init; }

    /// <summary>Set for a record that cannot be decoded: it becomes a dead letter.</summary>
    public string? Trouble { get; init; }

    public RejectReason? Reason { get; init; }

    /// <summary>Whether it is the customer's to apply, once it was judged.</summary>
    [MemberNotNullWhen(true, nameof(Event))]
    public bool IsForCustomer => Event is not null && Trouble is null && Fate == Fate.Apply;
}

internal enum Fate : byte
{
    /// <summary>It is at home and counts here.</summary>
    Apply,

    /// <summary>It counts at home: a forwarding row is all that it leaves here.</summary>
    Forward,

    /// <summary>It was forwarded here before: nothing of it counts, only time passes.</summary>
    Repeat,
}
