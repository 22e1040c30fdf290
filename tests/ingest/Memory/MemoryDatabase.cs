using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Core.Seen;
using Crm.Core.Time;
using Crm.GrainInterfaces.Customers;
using Crm.Grains.Customers;
using Crm.Ingest.Backfill;
using Crm.Ingest.Commits;
using Crm.Ingest.DeadLetters;
using Crm.Ingest.Pumps;

namespace Crm.Ingest.Tests.Memory;

/// <summary>A database in memory with the promises that the real one keeps: a commit is whole or not at all, fenced by its row.</summary>
internal sealed class MemoryDatabase(params StoreSettings[] stores) : IPartitionStore, IDurablePositions, IDeadLetterOutbox, ITenure, IWakeIndex, IBackfillSource, IHistorySpool, IStoreDirectory, IDefinitionCache, ISnapshotLoader
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, PartitionRow> _rows = [];
    private readonly SortedDictionary<(int Source, int Target, long Number), ForwardRow> _forwards = [];
    private readonly List<(int Partition, long Epoch, ArchivedEvent Event)> _spool = [];
    private readonly Dictionary<string, (int Partition, CustomerSnapshot Snapshot)> _snapshots = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Store, int Version), StoreDefinitions> _definitions = stores.ToDictionary(
        static store => (store.Name, 0), static store => StoreDefinitions.Compile(new DefinitionSet(store, 0, [], RfmSettings.Default)));

    /// <summary>What happens to a commit: applied and answered, lost, or applied with the answer lost.</summary>
    public Func<PartitionCommit, Fault> Faults { get; set; } = static _ => Fault.None;

    /// <summary>Passes before a commit reaches the database: the longer, the more a pump has done meanwhile.</summary>
    public Func<Task> Delay { get; set; } = static async () => await Task.Yield();

    /// <summary>The most rows of archive, feed or snapshots that one commit had.</summary>
    public int LargestCommit { get; private set; }

    /// <summary>Forwarding rows that no commit has removed yet.</summary>
    public int ForwardsLeft
    {
        get
        {
            lock (_lock)
            {
                return _forwards.Count;
            }
        }
    }

    public IReadOnlyCollection<PartitionRow> Rows => _rows.Values;

    /// <summary>Stored customers by their key.</summary>
    public IReadOnlyDictionary<string, CustomerSnapshot> Snapshots
    {
        get
        {
            lock (_lock)
            {
                return _snapshots.ToDictionary(static row => row.Key, static row => row.Value.Snapshot);
            }
        }
    }

    public List<(int Partition, FeedRow Row)> Feed { get; } = [];

    public List<(int Partition, ArchiveRow Row)> Archive { get; } = [];

    public List<(int Partition, long Offset)> Uncounted { get; } = [];

    public List<(int Partition, DeadLetterRow Row)> DeadLetters { get; } = [];

    public Dictionary<(string Store, string Segment, string Customer), MembershipRow> Memberships { get; } = [];

    public Dictionary<(string Store, string Segment), long> SegmentCounts { get; } = [];

    public Dictionary<(string Store, RfmScores Scores), long> RfmCounts { get; } = [];

    public Dictionary<(int Partition, string Store, SeenKey Key), SeenRow> Seen { get; } = [];

    public Dictionary<(int Partition, string Store, DateOnly Day), DayFigures> Days { get; } = [];

    public Dictionary<(int Partition, string Store), ActivityRow> Activity { get; } = [];

    public List<(int Partition, ActionRow Row)> Actions { get; } = [];

    public Dictionary<(string Store, string Automation, string Customer, long Run), RunRow> Runs { get; } = [];

    public void Define(DefinitionSet set)
    {
        lock (_lock)
        {
            _definitions[(set.Store.Name, set.Version)] = StoreDefinitions.Compile(set);
        }
    }

    public ValueTask<StoreDefinitions> Get(string name, int version, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return new(_definitions[(name, version)]);
        }
    }

    public ValueTask<StoreSettings?> Find(string name, CancellationToken cancellationToken) => new(stores.FirstOrDefault(store => store.Name == name));

    public Task<PartitionRow> Acquire(int partition, string generation, int partitions, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var row = _rows.GetValueOrDefault(partition)
                ?? new PartitionRow(partition, 0, 0, Progress.None, ReplayStart.None, 1, [], []);
            return Task.FromResult(_rows[partition] = row with { Epoch = row.Epoch + 1 });
        }
    }

    public async Task<bool> Commit(PartitionCommit commit, CancellationToken cancellationToken)
    {
        await Delay();
        lock (_lock)
        {
            LargestCommit = new[] { LargestCommit, commit.Archive.Count, commit.Feed.Count, commit.Snapshots.Count }.Max();
            var fault = Faults(commit);
            var row = _rows[commit.Partition];
            if (row.Epoch != commit.Epoch || row.CommitNumber != commit.ExpectedNumber)
            {
                return false;
            }

            if (fault != Fault.Lost)
            {
                Write(commit);
                _rows[commit.Partition] = new(
                    commit.Partition, row.Epoch, row.CommitNumber + 1, commit.Durable, commit.Replay, commit.NextFeedNumber, commit.ForwardNumbers, commit.Marks);
            }

            return fault == Fault.None ? true : throw new CommitUnknownException("The answer was lost.");
        }
    }

    public Task<long?> CommitNumber(int partition, long epoch, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_rows[partition] is { } row && row.Epoch == epoch ? row.CommitNumber : (long?)null);
        }
    }

    public Task<IReadOnlySet<long>> DeadLettered(int partition, long after, long through, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlySet<long>>(DeadLetters
                .Where(letter => letter.Partition == partition && letter.Row.Offset > after && letter.Row.Offset <= through)
                .Select(static letter => letter.Row.Offset).ToHashSet());
        }
    }

    public async Task<IReadOnlySet<long>> NotCounted(int partition, long after, long through, CancellationToken cancellationToken)
    {
        var offsets = (await DeadLettered(partition, after, through, cancellationToken)).ToHashSet();
        lock (_lock)
        {
            offsets.UnionWith(Uncounted.Where(row => row.Partition == partition && row.Offset > after && row.Offset <= through).Select(static row => row.Offset));
            return offsets;
        }
    }

    public Task<IReadOnlyList<ForwardRow>> Forwards(int partition, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<ForwardRow>>([.. _forwards.Where(row => row.Key.Source == partition).Select(static row => row.Value)]);
        }
    }

    public Task<IReadOnlyList<Wake>> Due(int partition, string name, int version, RfmScorer cuts, Instant after, Instant through, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Wake>>([.. _snapshots
                .Where(row => row.Value.Partition == partition && row.Key.StartsWith(name + "/", StringComparison.Ordinal))
                .SelectMany(row => WakesOf(row.Value.Snapshot, version, cuts).Where(at => at > after && at <= through).Select(at => new Wake(at, row.Key)))
                .Order().Take(limit)]);
        }
    }

    private static IEnumerable<Instant> WakesOf(CustomerSnapshot snapshot, int version, RfmScorer cuts) =>
        snapshot.Definitions < version && snapshot.Columns.Orders > 0
            ? [snapshot.NextWake, cuts.FallOf(snapshot.Columns.R, snapshot.Columns.LastOrder)]
            : [snapshot.NextWake];

    public Task<IReadOnlyList<StoredKey>> Keys(int partition, string name, string after, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<StoredKey>>([.. _snapshots
                .Where(row => row.Value.Partition == partition && row.Key.StartsWith(name + "/", StringComparison.Ordinal) && string.CompareOrdinal(row.Key, after) > 0)
                .OrderBy(static row => row.Key, StringComparer.Ordinal).Take(limit)
                .Select(static row => new StoredKey(row.Key, row.Value.Snapshot.Definitions))]);
        }
    }

    public Task<IReadOnlyList<StoredKey>> Concerned(int partition, string name, string after, int limit, CutsMove move, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<StoredKey>>([.. _snapshots
                .Where(row => row.Value.Partition == partition && row.Key.StartsWith(name + "/", StringComparison.Ordinal) && string.CompareOrdinal(row.Key, after) > 0)
                .Where(row => row.Value.Snapshot is { Columns.Orders: > 0 } snapshot && snapshot.Definitions < move.Version && move.MayConcern(snapshot.Columns))
                .OrderBy(static row => row.Key, StringComparer.Ordinal).Take(limit)
                .Select(static row => new StoredKey(row.Key, row.Value.Snapshot.Definitions))]);
        }
    }

    public Task<IReadOnlyList<ArchivedEvent>> History(
        int partition, string name, IReadOnlyList<string> customers, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<ArchivedEvent>>([.. Archive
                .Where(row => row.Partition == partition && customers.Contains(row.Row.Customer.Text) && names.Contains(row.Row.Event.Name))
                .Select(static row => new ArchivedEvent(row.Row.Customer.Text, row.Row.Offset, row.Row.AppendedAt, row.Row.Event.Json))
                .OrderBy(static row => row.Key, StringComparer.Ordinal).ThenBy(static row => row.Offset)]);
        }
    }

    public Task<IReadOnlyList<ArchivedEvent>> Whole(int partition, CustomerKey customer, long before, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var parts = new Dictionary<string, long> { [customer.Id] = before - 1 };
            for (var found = true; found;)
            {
                found = false;
                foreach (var (_, row) in Feed.Where(row => row.Row.Change == FeedChange.Merged && row.Row.Store == customer.Store && parts.ContainsKey(row.Row.Into!)))
                {
                    found |= !parts.ContainsKey(row.Customer);
                    parts[row.Customer] = row.Customer == customer.Id ? before - 1 : Math.Max(parts.GetValueOrDefault(row.Customer), row.Offset);
                }
            }

            return Task.FromResult<IReadOnlyList<ArchivedEvent>>([.. Archive
                .Where(row => row.Row.Customer.Store == customer.Store && parts.TryGetValue(row.Row.Customer.Id, out var through) && row.Row.Offset <= through)
                .OrderBy(static row => row.Row.AppendedAt).ThenBy(static row => row.Partition).ThenBy(static row => row.Row.Offset)
                .Select(static row => new ArchivedEvent(row.Row.Customer.Text, row.Row.Offset, row.Row.AppendedAt, row.Row.Event.Json))]);
        }
    }

    public Task Add(int partition, long epoch, IReadOnlyList<ArchivedEvent> events, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _spool.AddRange(events.Select(e => (partition, epoch, e)));
            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlyList<ArchivedEvent>> Read(int partition, long epoch, IReadOnlyList<string> customers, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<ArchivedEvent>>([.. _spool
                .Where(row => row.Partition == partition && row.Epoch == epoch && customers.Contains(row.Event.Key)).Select(static row => row.Event)]);
        }
    }

    public Task Clear(int partition, long epoch, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _spool.RemoveAll(row => row.Partition == partition && row.Epoch <= epoch);
            return Task.CompletedTask;
        }
    }

    public long? Of(CustomerKey key) => 0;

    public Task<IReadOnlyList<DurableDeadLetter>> Next(string topic, IReadOnlyList<int> partitions, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DurableDeadLetter>>([]);

    public Task Published(string topic, int partition, long through, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<PartitionState>> Read(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<PartitionState>>(
                [.. _rows.Values.Select(static row => new PartitionState(row.CommitNumber, null, new DurablePosition(row.Partition, row.Durable.Offset, row.ForwardNumbers, row.Marks)))]);
        }
    }

    public async ValueTask<StoredSnapshot?> Load(CustomerKey key, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Stored(key);
    }

    public StoredSnapshot? Stored(CustomerKey key)
    {
        lock (_lock)
        {
            return _snapshots.TryGetValue(key.Text, out var stored)
                ? new(stored.Snapshot.Position, stored.Snapshot.Definitions, stored.Snapshot.State)
                : null;
        }
    }

    private void Write(PartitionCommit commit)
    {
        Feed.AddRange(commit.Feed.Select(row => (commit.Partition, row)));
        Archive.AddRange(commit.Archive.Select(row => (commit.Partition, row)));
        Uncounted.AddRange(commit.Uncounted.Select(offset => (commit.Partition, offset)));
        DeadLetters.AddRange(commit.DeadLetters.Select(row => (commit.Partition, row)));
        Actions.AddRange(commit.Actions.Select(row => (commit.Partition, row)));
        foreach (var (key, run) in commit.Runs)
        {
            // As the SQL has it: what started here is put whole, what ended here must have started before.
            Runs[key] = run.StartedAt is null ? Runs[key] with { Version = run.Version, EndedAt = run.EndedAt, End = run.End } : run;
        }

        commit.Forwards.ForEach(row => _forwards.Add((commit.Partition, row.Target, row.Number), row));
        foreach (var (target, through) in commit.Forwarded)
        {
            foreach (var gone in _forwards.Keys.Where(key => key.Source == commit.Partition && key.Target == target && key.Number <= through).ToArray())
            {
                _forwards.Remove(gone);
            }
        }

        foreach (var (key, membership) in commit.Memberships)
        {
            if (membership.Member)
            {
                Memberships[key] = membership;
            }
            else
            {
                Memberships.Remove(key);
            }
        }

        foreach (var (key, change) in commit.SegmentCounts)
        {
            SegmentCounts[key] = SegmentCounts.GetValueOrDefault(key) + change;
        }

        foreach (var (key, change) in commit.RfmCounts)
        {
            RfmCounts[key] = RfmCounts.GetValueOrDefault(key) + change;
        }

        foreach (var ((store, name), row) in commit.Seen)
        {
            var known = Seen.GetValueOrDefault((commit.Partition, store, name));
            Seen[(commit.Partition, store, name)] = new(known.Count + row.Count, Instant.Later(known.LastAt, row.LastAt));
        }

        foreach (var ((store, day), figures) in commit.Days)
        {
            Days[(commit.Partition, store, day)] = Days.GetValueOrDefault((commit.Partition, store, day)) + figures;
        }

        foreach (var (store, row) in commit.Activity)
        {
            var known = Activity.GetValueOrDefault((commit.Partition, store));
            Activity[(commit.Partition, store)] = new(known.Events + row.Events, known.Changes + row.Changes);
        }

        foreach (var (key, snapshot) in commit.Snapshots)
        {
            _snapshots[key] = (commit.Partition, snapshot with { State = snapshot.State.ToArray() });
        }
    }
}

internal enum Fault { None, Lost, AnswerLost }
