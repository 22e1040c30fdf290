using System.Collections.Immutable;
using Orleans;

namespace Crm.GrainInterfaces.Stores;

/// <summary>One store's definitions and their versions; the key is the store's name. The single place where a version is made.</summary>
[Alias("crm.store")]
public interface IStoreGrain : IGrainWithStringKey
{
    /// <summary>Creates or changes a segment. The same name and rule again changes nothing.</summary>
    [Alias("put-segment")]
    ValueTask<PutSegmentResult> PutSegment(PutSegment request);

    [Alias("delete-segment")]
    ValueTask<PutSegmentResult> DeleteSegment(string id, int? ifVersion);

    [Alias("segments")]
    ValueTask<StoreSegments> Segments();
}

/// <param name="Id">a-z, 0-9, '-' and '_', 1 to 64 long.</param>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Rule">The rule as stored JSON, already found valid.</param>
/// <param name="IfVersion">The version that the caller last saw; null for whatever is there.</param>
[GenerateSerializer, Immutable, Alias("crm.put-segment")]
public sealed record PutSegment(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] string Rule, [property: Id(3)] int? IfVersion);

[GenerateSerializer, Immutable, Alias("crm.put-segment-result")]
public sealed record PutSegmentResult([property: Id(0)] PutSegmentStatus Status, [property: Id(1)] SegmentEntry? Segment);

public enum PutSegmentStatus : byte { Done, NotFound, VersionMismatch, TooMany }

[GenerateSerializer, Immutable, Alias("crm.store-segments")]
public sealed record StoreSegments([property: Id(0)] int Version, [property: Id(1)] ImmutableArray<SegmentEntry> Segments);

/// <param name="Rule">As stored JSON.</param>
/// <param name="Version">The store's definition version that brought this rule: the segment is live in a partition once that has passed there.</param>
[GenerateSerializer, Immutable, Alias("crm.segment-entry")]
public sealed record SegmentEntry(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] string Rule, [property: Id(3)] int Version);
