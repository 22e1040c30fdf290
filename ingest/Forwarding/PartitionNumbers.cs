using System.Collections.Immutable;

namespace Crm.Ingest.Forwarding;

/// <summary>A number for each partition, 0 to begin with. A picture of it is shared until a number changes, for a commit takes one each time.</summary>
internal sealed class PartitionNumbers(int partitions, ImmutableArray<long> known)
{
    private readonly long[] _numbers = [.. known, .. new long[partitions - known.Length]];
    private ImmutableArray<long>? _picture = known;

    public long this[int partition]
    {
        get => _numbers[partition];
        set
        {
            _numbers[partition] = value;
            _picture = null;
        }
    }

    public ImmutableArray<long> Picture => _picture ??= [.. _numbers];
}
