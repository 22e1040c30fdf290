using Crm.Core.Events;

namespace Crm.Core.Customers;

/// <summary>What became of a record.</summary>
public readonly record struct ApplyOutcome(ApplyKind Kind, RejectReason? Reason = null)
{
    public static readonly ApplyOutcome Applied = new(ApplyKind.Applied);

    public static readonly ApplyOutcome Duplicate = new(ApplyKind.Duplicate);

    public static readonly ApplyOutcome Between = new(ApplyKind.Between);

    public static readonly ApplyOutcome Forgotten = new(ApplyKind.Forgotten);

    /// <summary>For people: what is wrong with a rejected record, without any value of it.</summary>
    public string Detail => Reason switch
    {
        null => "",
        RejectReason.UnknownCurrency => "the order is in another currency than the store's",
        RejectReason.InvalidAmount => "the order's amount is not a number, or beyond 1e15",
        _ => "the record is not valid",
    };

    public static ApplyOutcome Rejected(RejectReason reason) => new(ApplyKind.Rejected, reason);
}

public enum ApplyKind : byte
{
    Applied,

    /// <summary>A resend: nothing of it counts, only time passed.</summary>
    Duplicate,

    /// <summary>Not this customer's own: it was forwarded to the one that this one was merged into, or is what homes write to each other. Nothing of it is archived here.</summary>
    Between,

    /// <summary>Not valid for this store: no trace in the state, neither its position nor its messageId.</summary>
    Rejected,

    /// <summary>Of a customer who was erased, and dated before that, or blocked: no trace either, and nothing is kept of it.</summary>
    Forgotten,
}
