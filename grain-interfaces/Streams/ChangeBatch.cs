using Orleans;
using Orleans.Providers.Streams.Common;
using Orleans.Runtime;
using Orleans.Streams;

namespace Crm.GrainInterfaces.Streams;

/// <summary>One change on its way into one stream.</summary>
/// <param name="Change">What it says.</param>
/// <param name="ToStore">Whether that is the store's stream, which comes after the segment's; else it is the segment's.</param>
[GenerateSerializer, Immutable, Alias("crm.change-batch")]
public sealed record ChangeBatch([property: Id(0)] SegmentChange Change, [property: Id(1)] bool ToStore) : IBatchContainer
{
    public StreamId StreamId => ToStore ? ChangeStreams.Of(Change.Store) : ChangeStreams.Of(Change.Store, Change.Segment!);

    public StreamSequenceToken SequenceToken => new EventSequenceTokenV2(Change.Number, ToStore ? 1 : 0);

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() => Change is T change ? [Tuple.Create(change, SequenceToken)] : [];

    public bool ImportRequestContext() => false;
}
