using Crm.GrainInterfaces.Streams;
using Crm.Ingest.Pumps;
using Crm.Postgres.Feed;
using Orleans.Configuration;
using Orleans.Providers.Streams.Common;
using Orleans.Runtime;
using Orleans.Streams;

namespace Crm.Silo.Engine.Clusters.Streams;

/// <summary>One queue for each partition of the feed. A stream's changes come by several of them, so no stream can be wound back; who must have each change reads the feed by its cursor.</summary>
internal sealed class ChangeQueues(PumpHealth pumps, ChangeFeed feed, StreamPlaces places, ILoggerFactory loggers) : IQueueAdapterFactory, IQueueAdapter
{
    private readonly SimpleQueueAdapterCache _cache = new(new SimpleQueueCacheOptions(), ChangeStreams.Provider, loggers);
    private readonly HashRingBasedStreamQueueMapper _queues = new(new() { TotalQueueCount = pumps.Pumps.Count }, ChangeStreams.Provider);

    public string Name => ChangeStreams.Provider;

    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadOnly;

    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(this);

    public IQueueAdapterCache GetQueueAdapterCache() => _cache;

    public IStreamQueueMapper GetStreamQueueMapper() => _queues;

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) => Task.FromResult<IStreamFailureHandler>(new NoOpStreamDeliveryFailureHandler());

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => new ChangeReceiver((int)queueId.GetNumericId(), feed, places);

    public Task QueueMessageBatchAsync<T>(StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext) =>
        throw new NotSupportedException("What changes is told by the feed alone: nobody else writes to these streams.");
}
