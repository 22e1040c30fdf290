using Crm.Core.Time;
using Crm.GrainInterfaces.Segments;
using Orleans;

namespace Crm.Grains.Segments;

/// <summary>Answers for one segment from what the commits say, asking at most once in <see cref="Fresh"/> however many ask.</summary>
[GrainType("segment")]
internal sealed class SegmentGrain(ISegmentReader reader, TimeProvider time) : Grain, ISegmentGrain
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(50);

    private SegmentCount? _count;

    public async ValueTask<SegmentCount> Count()
    {
        var now = Instant.From(time.GetUtcNow());
        if (_count is { } known && now - known.AsOf < Fresh.TotalMilliseconds)
        {
            return known;
        }

        var key = this.GetPrimaryKeyString();
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return _count = await reader.Count(key[..slash], key[(slash + 1)..], CancellationToken.None);
    }
}
