using Crm.Ingest.Logs;

namespace Crm.Ingest.Pumps;

/// <summary>How far each partition's effects are durable, for those who wait for their own records.</summary>
public sealed class AppliedPositions(int partitions)
{
    private readonly Lock _lock = new();
    private readonly long[] _durable = Enumerable.Repeat(-1L, partitions).ToArray();
    private readonly List<Waiter> _waiters = [];
    private readonly Signal _committed = new();

    /// <summary>Completes at the next commit that this process makes or hears of, also one that moves no position.</summary>
    public Task NextCommit => _committed.Next;

    public long Durable(int partition)
    {
        lock (_lock)
        {
            return _durable[partition];
        }
    }

    /// <summary>Called after each commit; never falls.</summary>
    public void Advance(int partition, long offset)
    {
        lock (_lock)
        {
            _durable[partition] = Math.Max(_durable[partition], offset);
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_waiters[i].IsReached(_durable))
                {
                    _waiters[i].Done.TrySetResult();
                    _waiters.RemoveAt(i);
                }
            }
        }

        _committed.Raise();
    }

    /// <returns>True once every position is durable; false when the time is up first.</returns>
    public async Task<bool> WaitFor(IReadOnlyCollection<LogPosition> positions, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(positions);
        lock (_lock)
        {
            if (waiter.IsReached(_durable))
            {
                return true;
            }

            _waiters.Add(waiter);
        }

        try
        {
            await waiter.Done.Task.WaitAsync(timeout, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            lock (_lock)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    private sealed class Waiter(IReadOnlyCollection<LogPosition> positions)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsReached(long[] durable)
        {
            foreach (var position in positions)
            {
                if (durable[position.Partition] < position.Offset)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
