namespace Crm.Core.Definitions;

/// <summary>What an edit of a store's definitions comes to.</summary>
/// <param name="Status">Whether it can be.</param>
/// <param name="Next">The next version; null where nothing changes.</param>
public sealed record DefinitionEdit(EditStatus Status, DefinitionSet? Next = null);

public enum EditStatus : byte
{
    Done,

    /// <summary>There is no such segment or automation.</summary>
    NotFound,

    /// <summary>It is not at the version that the caller saw.</summary>
    VersionMismatch,

    /// <summary>The store has as many as it may have.</summary>
    TooMany,

    /// <summary>An automation starts with the segment.</summary>
    InUse,

    /// <summary>The automation starts with a segment that the store does not have.</summary>
    NoSuchSegment,
}
