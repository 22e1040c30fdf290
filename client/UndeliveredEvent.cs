namespace Crm.Client;

/// <summary>An event that the client took and could not deliver.</summary>
/// <param name="Event">With its <see cref="CrmEvent.MessageId"/> and <see cref="CrmEvent.Timestamp"/>, so that sending it again soon is harmless.</param>
/// <param name="Cause">What kind of reason.</param>
/// <param name="Reason">Of a rejected event the CRM's name for it, such as <c>invalidAmount</c>, or what it said; else what failed, for people.</param>
public sealed record UndeliveredEvent(CrmEvent Event, UndeliveredCause Cause, string Reason);

/// <summary>Why an event was not delivered.</summary>
public enum UndeliveredCause
{
    /// <summary>The CRM does not accept it; sent again as it is, it fails again. One rejected in a batch is kept by the CRM as a dead letter.</summary>
    Rejected,

    /// <summary>
    /// The CRM does not accept the sender, such as an unknown key, or was not to be reached within <see cref="CrmClientOptions.RetryFor"/>.
    /// It may have arrived even so; sent again it counts once.
    /// </summary>
    Failed,

    /// <summary>The client was disposed and <see cref="CrmClientOptions.DisposeTimeout"/> passed. It may have arrived even so; sent again it counts once.</summary>
    Closed,
}
