namespace Crm.Core.Definitions;

/// <summary>What an edit of a store's definitions comes to.</summary>
/// <param name="Status">Whether it can be.</param>
/// <param name="Next">The next version; null where nothing changes.</param>
/// <param name="Detail">Why it cannot be, where the status alone does not say.</param>
public sealed record DefinitionEdit(EditStatus Status, DefinitionSet? Next = null, string? Detail = null);

public enum EditStatus : byte
{
    Done,

    /// <summary>There is no such segment or automation.</summary>
    NotFound,

    /// <summary>It is not at the version that the caller saw.</summary>
    VersionMismatch,

    /// <summary>The store has as many as it may have.</summary>
    TooMany,

    /// <summary>Another definition reads it.</summary>
    InUse,

    /// <summary>It reads a segment or an automation that the store does not have.</summary>
    NoSuchSegment,

    /// <summary>Segments and automations would read each other in a circle.</summary>
    Circle,

    /// <summary>Its rules could keep too much of a customer: <see cref="DefinitionMemory"/>.</summary>
    TooLarge,
}
