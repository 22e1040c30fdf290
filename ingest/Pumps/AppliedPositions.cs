using System.Collections.Immutable;
using Crm.Ingest.Commits;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Pumps;

/// <summary>How far each partition's effects are durable, for those who wait for their own records and for what was forwarded from them.</summary>
public sealed class AppliedPositions(int partitions)
{
    private readonly Lock _lock = new();
    private readonly DurablePosition[] _durable = [.. Enumerable.Range(0, partitions).Select(static partition => new DurablePosition(partition, -1, [], []))];
    private readonly List<Waiter> _waiters = [];
    private readonly Signal _committed = new();

    /// <summary>Completes at the next commit that this process makes or hears of, also one that moves no position.</summary>
    public Task NextCommit => _committed.Next;

    public long Durable(int partition)
    {
        lock (_lock)
        {
            return _durable[partition].Offset;
        }
    }

    /// <summary>Called after each commit.</summary>
    public void Advance(in DurablePosition durable)
    {
        lock (_lock)
        {
            if (durable.Offset < _durable[durable.Partition].Offset)
            {
                return; // a silent replay
            }

            _durable[durable.Partition] = durable;
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

    /// <returns>True once every position is durable, and so is what was forwarded from there; false when the time is up first.</returns>
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

    /// <summary>
    /// Waits step by step: for the positions; then, in each partition that was waited for, for whatever was on its way to another when it got
    /// there; and so on from those, for what was forwarded may be forwarded again.
    /// </summary>
    private sealed class Waiter
    {
        private const int MostSteps = 8; // a merge of two customers takes five at most; where others' records keep coming it ends as well

        private readonly List<LogPosition> _positions;
        private readonly List<(int Source, int Target, long Number)> _forwarded = [];
        private int _steps;

        public Waiter(IReadOnlyCollection<LogPosition> positions) => _positions = [.. positions];

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsReached(DurablePosition[] durable)
        {
            while (true)
            {
                foreach (var (partition, offset) in _positions)
                {
                    if (durable[partition].Offset < offset)
                    {
                        return false;
                    }
                }

                foreach (var (source, target, number) in _forwarded)
                {
                    if (durable[target].TakenFrom(source) < number)
                    {
                        return false;
                    }
                }

                if (_steps++ == MostSteps || !Follow(durable))
                {
                    return true;
                }
            }
        }

        private bool Follow(DurablePosition[] durable)
        {
            var reached = _positions.Select(static position => position.Partition).Concat(_forwarded.Select(static forward => forward.Target)).Distinct().ToArray();
            _positions.Clear();
            _forwarded.Clear();
            foreach (var source in reached)
            {
                for (var target = 0; target < durable[source].Forwards.Length; target++)
                {
                    var number = durable[source].Forwards[target];
                    if (durable[target].TakenFrom(source) < number)
                    {
                        _forwarded.Add((source, target, number));
                    }
                }
            }

            return _forwarded.Count > 0;
        }
    }
}
