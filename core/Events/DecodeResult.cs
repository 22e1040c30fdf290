namespace Crm.Core.Events;

/// <summary>An event, or why there is none.</summary>
public readonly struct DecodeResult
{
    internal DecodeResult(in Event decoded) => Event = decoded;

    internal DecodeResult(RejectReason reason, string detail) => (Reason, Detail) = (reason, detail);

    /// <summary>Null where <see cref="Reason"/> is set.</summary>
    public Event? Event { get; }

    public RejectReason? Reason { get; }

    /// <summary>For people: what is wrong, without any value of the event; empty for an event.</summary>
    public string Detail { get => field ?? ""; }
}
