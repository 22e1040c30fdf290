using Crm.GrainInterfaces.Segments;
using Orleans;

namespace Crm.Grains.Segments;

/// <summary>Answers for one segment from what the commits say: it remembers nothing, so that whoever was told of a change sees it counted.</summary>
[GrainType("segment")]
internal sealed class SegmentGrain(ISegmentReader reader) : Grain, ISegmentGrain
{
    public async ValueTask<SegmentCount> Count()
    {
        var key = this.GetPrimaryKeyString();
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return await reader.Count(key[..slash], key[(slash + 1)..], CancellationToken.None);
    }
}
