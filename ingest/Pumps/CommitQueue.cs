using System.Collections.Immutable;
using System.Diagnostics;
using Crm.Core.Customers;
using Crm.Core.Storage;
using Crm.GrainInterfaces.Customers;
using Crm.Ingest.Commits;
using Crm.Ingest.Customers;
using Crm.Ingest.Forwarding;
using Crm.Ingest.Telemetry;

namespace Crm.Ingest.Pumps;

/// <summary>Gathers what batches bring about and commits it, one transaction after the other, each as soon as the last is durable.</summary>
internal sealed class CommitQueue(PartitionRow row, PumpServices services, CustomerSlots slots, Forwarder forwarder)
{
    private readonly Queue<(long Batch, ReplayStart Start)> _checkpoints = new();
    private readonly Committer _committer = new(services.Partitions, services.Metrics, services.Time);
    private readonly PartitionNumbers _forwardNumbers = new(services.Log.Partitions, row.ForwardNumbers);
    private PartitionCommit _open = new() { Partition = row.Partition, Epoch = row.Epoch };
    private PartitionCommit? _durable; // the last one: nobody else knows it any more
    private List<(CustomerSlot Slot, Position Position)> _saved = []; // in the open commit
    private List<(CustomerSlot Slot, Position Position)> _stored = []; // by the one before, until it is settled
    private List<ActivityContext>? _traces; // of the open commit's records that belong to a recorded trace: mostly none
    private ReplayStart _start = row.Replay; // of the newest commit, durable or not
    private ReplayStart _replay = row.Replay;
    private ImmutableArray<long> _marks = row.Marks; // as of what is durable or on its way
    private long _number = row.CommitNumber;
    private Task? _inFlight;
    private Action? _settled; // what follows from it, on the pump's own turn
    private bool _moved;
    private int _openRecords;
    private long _openBytes; // of those records

    /// <summary>How far effects are durable or on their way.</summary>
    public Progress Durable { get; private set; } = row.Durable;

    public long NextFeedNumber { get; private set; } = row.NextFeedNumber;

    /// <summary>Where a replay of one customer has to start: S as it is durable, for what is on its way is in no snapshot yet. It moves between batches only.</summary>
    public ReplayStart Replay => _replay;

    /// <summary>Nothing is under way, and a commit would change nothing.</summary>
    public bool IsIdle => _inFlight is null && !HasWork;

    // Rows that stand in their home's log go with the next commit; at the end of the log there is one for them alone.
    private bool HasWork => _moved || forwarder.HasAppended;

    // Wake-ups, new definitions and idle customers fill a commit without a record.
    private bool IsFull =>
        Math.Max(Math.Max(_openRecords, _open.Actions.Count), Math.Max(_open.Feed.Count, _open.Snapshots.Count)) >= services.Options.GroupRecords
        || _openBytes >= services.Options.GroupBytes;

    public PartitionCommit Open
    {
        get
        {
            _moved = true;
            return _open;
        }
    }

    public long TakeFeedNumber() => NextFeedNumber++;

    public long TakeForwardNumber(int target) => ++_forwardNumbers[target];

    public void Save(CustomerSlot slot, CustomerSnapshot snapshot)
    {
        Open.Snapshots[slot.Key.Text] = snapshot;
        _saved.Add((slot, snapshot.Position));
        slot.Storing++;
        slots.MarkClean(slot);
    }

    /// <summary>A record of the open commit belongs to a recorded trace.</summary>
    public void Trace(ActivityContext span) => (_traces ??= []).Add(span);

    /// <summary>A batch is complete: its effects are in the open commit.</summary>
    public void Reach(long batch, Progress progress, ReplayStart start, int records, long bytes)
    {
        _moved = true;
        _openRecords += records;
        _openBytes += bytes;
        if (progress.CompareTo(Durable) > 0) // else a silent replay, which is behind what is durable
        {
            (Durable, _marks) = (progress, start.Marks);
        }

        _checkpoints.Enqueue((batch, start));
    }

    /// <summary>Commits what is open if the last commit is through; where too much has gathered, waits for that.</summary>
    public async ValueTask Offer()
    {
        if (_inFlight is not { IsCompleted: false } || IsFull)
        {
            await Settle();
            Start();
        }
    }

    /// <summary>Returns when everything is durable.</summary>
    public async ValueTask Drain()
    {
        await Settle();
        Start();
        await Settle();
    }

    private async ValueTask Settle()
    {
        if (_inFlight is { } running)
        {
            await running;
            _inFlight = null;
            _settled?.Invoke();
            _settled = null;
            await services.Log.Release(row.Partition, _replay.Offset, CancellationToken.None);
        }
    }

    private void Start()
    {
        if (!HasWork)
        {
            return;
        }

        var commit = _open;
        commit.ExpectedNumber = _number++;
        commit.Durable = Durable;
        commit.Replay = ReplayFrom();
        commit.NextFeedNumber = NextFeedNumber;
        commit.ForwardNumbers = _forwardNumbers.Picture;
        commit.Marks = _marks;
        forwarder.TakeAppended(commit.Forwarded);
        var (saved, traces) = (_saved, _traces);
        _open = _durable is { } used ? new(used) : new() { Partition = row.Partition, Epoch = row.Epoch };
        (_durable, _saved, _stored, _traces) = (null, _stored, saved, null);
        (_openRecords, _openBytes) = (0, 0);
        _moved = false;
        _settled = () =>
        {
            _replay = commit.Replay;
            _durable = commit;
            foreach (var (slot, _) in saved)
            {
                slot.Storing--;
            }

            saved.Clear();
            foreach (var snapshot in commit.Snapshots.Values)
            {
                StateMemory.Free(snapshot.State);
            }
        };
        _inFlight = Run(commit, saved, traces);
    }

    private async Task Run(PartitionCommit commit, List<(CustomerSlot Slot, Position Position)> saved, List<ActivityContext>? traces)
    {
        var from = traces is null ? default : services.Time.GetUtcNow();
        var started = services.Time.GetTimestamp();
        await _committer.Commit(commit);
        if (traces is not null)
        {
            CommitTraces.Write(traces, commit, from, services.Time.GetUtcNow());
        }

        forwarder.Add(commit.Forwards);
        services.Metrics.Committed(row.Partition, commit, services.Time.GetElapsedTime(started));
        services.Applied.Advance(new(row.Partition, commit.Durable.Offset, commit.ForwardNumbers, commit.Marks));
        services.News.Committed(commit.Feed);
        foreach (var action in commit.Actions)
        {
            services.DueActions.Announce(action.Store, action.Automation);
        }

        foreach (var (slot, position) in saved)
        {
            await slot.Grain.Saved(position);
        }
    }

    // Replay starts after the newest batch before which every change is stored.
    private ReplayStart ReplayFrom()
    {
        var oldestDirty = slots.OldestDirtyBatch() ?? long.MaxValue;
        while (_checkpoints.TryPeek(out var next) && next.Batch < oldestDirty)
        {
            _start = _checkpoints.Dequeue().Start;
        }

        return _start;
    }
}
