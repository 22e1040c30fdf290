namespace Crm.Client.Privacy;

/// <summary>An erasure: how far it is, and once it is done its receipt.</summary>
public sealed record Erasure
{
    /// <summary>By which <see cref="PrivacyClient.GetErasureAsync"/> finds it.</summary>
    public required string Id { get; init; }

    /// <summary>A keyed hash of the customer's id: the same in every erasure of the same customer, and no way back to it.</summary>
    public required string Customer { get; init; }

    /// <summary>asked, logged, retired, buried, removed or completed, in this order.</summary>
    public required string State { get; init; }

    /// <summary>Whether what comes of the id later is dropped for good.</summary>
    public required bool Block { get; init; }

    /// <summary>The id of the API key that asked.</summary>
    public required string AskedBy { get; init; }

    /// <summary>When the CRM was asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Null until all is done.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>What was removed where.</summary>
    public required IReadOnlyList<ErasedPlace> Removed { get; init; }

    /// <summary>What stays for a while, or is out of the CRM's reach.</summary>
    public required IReadOnlyList<RemainingPlace> Remains { get; init; }

    /// <summary>Of the call that asked, where it waited: whether the customer was forgotten when it was answered.</summary>
    public bool? Applied { get; init; }
}

/// <param name="Place">Such as <c>archive</c>.</param>
/// <param name="Rows">How many.</param>
/// <param name="At">When.</param>
public sealed record ErasedPlace(string Place, long Rows, DateTimeOffset At);

/// <param name="Place">Such as <c>backups</c>.</param>
/// <param name="What">What of the person may still be there.</param>
/// <param name="Until">When it goes by itself; null where that is not the CRM's to say.</param>
public sealed record RemainingPlace(string Place, string What, DateTimeOffset? Until);

internal sealed record EraseBody(bool Block);
