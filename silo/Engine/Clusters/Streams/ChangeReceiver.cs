using Crm.GrainInterfaces.Streams;
using Crm.Postgres.Feed;
using Crm.Silo.Changes;
using Orleans.Streams;

namespace Crm.Silo.Engine.Clusters.Streams;

/// <summary>Reads one partition of the feed, from the place through which every subscriber had its changes.</summary>
internal sealed class ChangeReceiver(int partition, ChangeFeed feed, StreamPlaces places) : IQueueAdapterReceiver
{
    private const int Most = 500; // at a time

    private long _read;

    public async Task Initialize(TimeSpan timeout) => _read = await places.Of(partition, CancellationToken.None).WaitAsync(timeout);

    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount)
    {
        var batches = new List<IBatchContainer>();
        foreach (var (store, change) in await feed.OfPartition(partition, _read, Math.Clamp(maxCount, 1, Most), CancellationToken.None))
        {
            var told = View(store, change);
            if (told.Segment is not null)
            {
                batches.Add(new ChangeBatch(told, ToStore: false));
            }

            batches.Add(new ChangeBatch(told, ToStore: true));

            _read = change.Number;
        }

        return batches;
    }

    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => messages.Count == 0
        ? Task.CompletedTask
        : places.Save(partition, messages.OfType<ChangeBatch>().Max(static batch => batch.Change.Number - (batch.ToStore ? 0 : 1)), CancellationToken.None);

    public Task Shutdown(TimeSpan timeout) => Task.CompletedTask;

    private static SegmentChange View(string store, Change change)
    {
        var body = ChangeViews.Of(change);
        return new()
        {
            Id = body.Id,
            Store = store,
            Partition = body.Partition,
            Number = body.Number,
            Segment = body.Segment,
            Customer = body.Customer,
            Into = body.Into,
            Change = body.Change,
            At = body.At,
            EventAt = body.EventAt,
            RecordedAt = body.RecordedAt,
            Cause = body.Cause,
            Version = body.Version,
        };
    }
}
