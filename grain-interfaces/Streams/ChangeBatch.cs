using Orleans;
using Orleans.Providers.Streams.Common;
using Orleans.Runtime;
using Orleans.Streams;

namespace Crm.GrainInterfaces.Streams;

/// <summary>One change on its way into one stream.</summary>
/// <param name="stream">Which one.</param>
/// <param name="change">What it says.</param>
/// <param name="isLast">Whether the change goes into no further stream after this one.</param>
[GenerateSerializer, Immutable, Alias("crm.change-batch")]
public sealed class ChangeBatch(StreamId stream, SegmentChange change, bool isLast) : IBatchContainer
{
    [Id(0)] public StreamId StreamId { get; } = stream;

    [Id(1)] public SegmentChange Change { get; } = change;

    [Id(2)] public bool IsLast { get; } = isLast;

    public StreamSequenceToken SequenceToken => new EventSequenceTokenV2(Change.Number, IsLast ? 1 : 0);

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() => Change is T change ? [Tuple.Create(change, SequenceToken)] : [];

    public bool ImportRequestContext() => false;
}
