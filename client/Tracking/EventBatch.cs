using System.Threading.Channels;

namespace Crm.Client.Tracking;

/// <summary>Events that are sent in one request.</summary>
/// <param name="limit">Of events.</param>
internal sealed class EventBatch(int limit)
{
    private readonly List<QueuedEvent> _events = [];
    private readonly List<TaskCompletionSource> _marks = [];
    private int _bytes;

    public ReadOnlyMemory<QueuedEvent> Events => _events.ToArray();

    /// <summary>Takes what is there and fits.</summary>
    /// <returns>True where there is room for more; a mark closes the batch.</returns>
    public bool TakeFrom(ChannelReader<QueuedEvent> queue)
    {
        while (_events.Count < limit && queue.TryPeek(out var next) && (_events.Count == 0 || BatchRequest.Fits(_bytes, next)))
        {
            queue.TryRead(out next);
            if (next.Flushed is { } mark)
            {
                _marks.Add(mark);
                return false;
            }

            _events.Add(next);
            _bytes += next.Json.Length + 1;
        }

        return _events.Count < limit && !queue.TryPeek(out _);
    }

    /// <summary>All of it is settled.</summary>
    public void Settle()
    {
        _marks.ForEach(static mark => mark.TrySetResult());
        _marks.Clear();
        _events.Clear();
        _bytes = 0;
    }
}
