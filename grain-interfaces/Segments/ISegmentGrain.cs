using Crm.Core.Time;
using Orleans;

namespace Crm.GrainInterfaces.Segments;

/// <summary>One segment, following the feed; the key is <c>store/segment</c>. It holds no truth of its own.</summary>
[Alias("crm.segment")]
public interface ISegmentGrain : IGrainWithStringKey
{
    /// <summary>Members now, and the newest change that they include.</summary>
    [Alias("count")]
    ValueTask<SegmentCount> Count();
}

/// <param name="Members">How many customers belong to it.</param>
/// <param name="AsOf">When that was read.</param>
/// <param name="LastChange">The instant of the newest change counted in; null where there was none yet.</param>
[GenerateSerializer, Immutable, Alias("crm.segment-count")]
public sealed record SegmentCount([property: Id(0)] long Members, [property: Id(1)] Instant AsOf, [property: Id(2)] Instant? LastChange);
