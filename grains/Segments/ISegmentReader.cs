using Crm.GrainInterfaces.Segments;

namespace Crm.Grains.Segments;

/// <summary>Port: what the commits say about a segment.</summary>
public interface ISegmentReader
{
    Task<SegmentCount> Count(string store, string segment, CancellationToken cancellationToken);
}
