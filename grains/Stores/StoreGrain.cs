using System.Collections.Immutable;
using System.Text;
using Crm.Core.Definitions;
using Crm.Core.Rules.Json;
using Crm.GrainInterfaces.Stores;
using Orleans;

namespace Crm.Grains.Stores;

/// <summary>Makes definition versions one after the other; each is stored before it is spoken of.</summary>
[GrainType("store")]
internal sealed class StoreGrain(IDefinitionStore store, IDefinitionAnnouncer announcer) : Grain, IStoreGrain
{
    public const int MaxSegments = 1000;

    private DefinitionSet? _definitions; // null: not loaded, or another writer was faster

    public async ValueTask<PutSegmentResult> PutSegment(PutSegment request)
    {
        var current = await Current();
        var rule = RuleDocument.Parse(Encoding.UTF8.GetBytes(request.Rule)).Rule
            ?? throw new ArgumentException("The rule is not valid stored JSON.", nameof(request));
        var known = current.Segments.FirstOrDefault(segment => segment.Id == request.Id);
        if (request.IfVersion is { } expected && expected != (known?.Version ?? 0))
        {
            return new(PutSegmentStatus.VersionMismatch, known is null ? null : Entry(known));
        }

        if (known is null && current.Segments.Length >= MaxSegments)
        {
            return new(PutSegmentStatus.TooMany, null);
        }

        var same = known is not null && RuleDocument.Write(known.Rule) == RuleDocument.Write(rule);
        if (same && known!.Name == request.Name)
        {
            return new(PutSegmentStatus.Done, Entry(known));
        }

        // A new name is no new rule: members and their history stay as they are.
        var put = new SegmentDefinition(request.Id, request.Name, rule, same ? known!.Version : current.Version + 1);
        await Add(current, current.Segments.RemoveAll(segment => segment.Id == request.Id).Add(put));
        return new(PutSegmentStatus.Done, Entry(put));
    }

    public async ValueTask<PutSegmentResult> DeleteSegment(string id, int? ifVersion)
    {
        var current = await Current();
        if (current.Segments.FirstOrDefault(segment => segment.Id == id) is not { } known)
        {
            return new(PutSegmentStatus.NotFound, null);
        }

        if (ifVersion is { } expected && expected != known.Version)
        {
            return new(PutSegmentStatus.VersionMismatch, Entry(known));
        }

        await Add(current, current.Segments.Remove(known));
        return new(PutSegmentStatus.Done, Entry(known));
    }

    public async ValueTask<StoreSegments> Segments()
    {
        var current = await Current();
        return new(current.Version, [.. current.Segments.Select(Entry)]);
    }

    private static SegmentEntry Entry(SegmentDefinition segment) =>
        new(segment.Id, segment.Name, RuleDocument.Write(segment.Rule), segment.Version);

    private async ValueTask<DefinitionSet> Current() =>
        _definitions ??= await store.Latest(this.GetPrimaryKeyString(), CancellationToken.None)
            ?? throw new KeyNotFoundException($"There is no store '{this.GetPrimaryKeyString()}'.");

    private async ValueTask Add(DefinitionSet current, ImmutableArray<SegmentDefinition> segments)
    {
        var next = current with { Version = current.Version + 1, Segments = segments };
        _definitions = null; // whatever becomes of the write, the database says what holds
        if (!await store.Add(next, CancellationToken.None))
        {
            throw new InvalidOperationException("The definitions were changed at the same moment by another writer. Try again.");
        }

        _definitions = next;
        announcer.Announce(next.Store.Name, next.Version);
    }
}
