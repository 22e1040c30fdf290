using Crm.Core.Rules;
using Crm.Core.Rules.Json;

namespace Crm.Core.Definitions;

/// <summary>What putting and deleting a segment make of a store's definitions.</summary>
public static class SegmentEdits
{
    /// <summary>Of a store.</summary>
    public const int MaxSegments = 1000;

    /// <summary>Creates a segment or changes it. The same name and rule again changes nothing.</summary>
    /// <param name="ifVersion">Of the segment, as the caller last saw it, 0 for none; null for whatever is there.</param>
    public static DefinitionEdit Put(DefinitionSet current, string id, string name, Rule rule, int? ifVersion)
    {
        var known = Find(current, id);
        if (ifVersion is { } expected && expected != (known?.Version ?? 0))
        {
            return new(EditStatus.VersionMismatch);
        }

        if (known is null && current.Segments.Length >= MaxSegments)
        {
            return new(EditStatus.TooMany);
        }

        var same = known is not null && RuleDocument.Write(known.Rule) == RuleDocument.Write(rule);
        if (same && known!.Name == name)
        {
            return new(EditStatus.Done);
        }

        // A new name is no new rule: members and their history stay as they are.
        var put = new SegmentDefinition(id, name, rule, same ? known!.Version : current.Version + 1);
        var others = known is null ? current.Segments : current.Segments.Remove(known);
        var next = current with { Version = current.Version + 1, Segments = others.Add(put) };
        return DefinitionReferences.Problem(next) ?? DefinitionMemory.Problem(next, [rule]) ?? new(EditStatus.Done, next);
    }

    /// <inheritdoc cref="Put"/>
    public static DefinitionEdit Delete(DefinitionSet current, string id, int? ifVersion)
    {
        if (Find(current, id) is not { } known)
        {
            return new(EditStatus.NotFound);
        }

        if (ifVersion is { } expected && expected != known.Version)
        {
            return new(EditStatus.VersionMismatch);
        }

        return DefinitionReferences.ReaderOfSegment(current, id) is { } reader
            ? new(EditStatus.InUse, Detail: reader)
            : new(EditStatus.Done, current with { Version = current.Version + 1, Segments = current.Segments.Remove(known) });
    }

    /// <summary>What the store's definitions would be with one more segment, whatever number it has: for a search, and never stored.</summary>
    /// <param name="id">None that a segment can have.</param>
    public static DefinitionEdit Try(DefinitionSet current, string id, Rule rule)
    {
        var next = current with { Version = current.Version + 1, Segments = current.Segments.Add(new(id, id, rule, current.Version + 1)) };
        return DefinitionReferences.Problem(next) ?? DefinitionMemory.Problem(next, [rule]) ?? new(EditStatus.Done, next);
    }

    public static SegmentDefinition? Find(DefinitionSet definitions, string id) => definitions.Segments.FirstOrDefault(segment => segment.Id == id);
}
