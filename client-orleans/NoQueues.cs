using Crm.GrainInterfaces.Streams;
using Orleans.Runtime;
using Orleans.Streams;

namespace Crm.Client.Cluster;

/// <summary>A client subscribes to streams; only silos read what they are fed from.</summary>
internal sealed class NoQueues : IQueueAdapterFactory, IQueueAdapter
{
    public string Name => ChangeStreams.Provider;

    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadOnly;

    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(this);

    public IQueueAdapterCache GetQueueAdapterCache() => throw Refused();

    public IStreamQueueMapper GetStreamQueueMapper() => new HashRingBasedStreamQueueMapper(new() { TotalQueueCount = 1 }, ChangeStreams.Provider);

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) => Task.FromResult<IStreamFailureHandler>(new NoOpStreamDeliveryFailureHandler());

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => throw Refused();

    public Task QueueMessageBatchAsync<T>(StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext) => throw Refused();

    private static NotSupportedException Refused() => new("What changes is told by the CRM alone: nobody else writes to these streams.");
}
