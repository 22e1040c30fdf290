using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Core.Time;
using Crm.Grains.Customers;
using Crm.Ingest.Backfill;
using Crm.Ingest.Commits;
using Crm.Ingest.Pumps;
using Crm.Ingest.Tests.Memory;

namespace Crm.Ingest.Tests.Simulation;

/// <summary>The database as a process has it.</summary>
internal sealed class WiredDatabase(MemoryDatabase database, Wire wire, Wire commits)
    : IPartitionStore, IWakeIndex, IBackfillSource, IHistorySpool, IStoreDirectory, IDefinitionCache, ISnapshotLoader
{
    private readonly Dictionary<(string Store, int Version), StoreDefinitions> _definitions = [];

    public Task<PartitionRow> Acquire(int partition, string generation, int partitions, CancellationToken cancellationToken) =>
        wire.Call(() => database.Acquire(partition, generation, partitions, default).Result, cancellationToken);

    public Task<bool> Commit(PartitionCommit commit, CancellationToken cancellationToken) =>
        commits.Call(() => database.Commit(commit, default).GetAwaiter().GetResult(), cancellationToken);

    public Task<long?> CommitNumber(int partition, long epoch, CancellationToken cancellationToken) =>
        commits.Call(() => database.CommitNumber(partition, epoch, default).Result, cancellationToken);

    public Task<IReadOnlySet<long>> DeadLettered(int partition, long after, long through, CancellationToken cancellationToken) =>
        wire.Call(() => database.DeadLettered(partition, after, through, default).Result, cancellationToken);

    public Task<IReadOnlySet<long>> NotCounted(int partition, long after, long through, CancellationToken cancellationToken) =>
        wire.Call(() => database.NotCounted(partition, after, through, default).Result, cancellationToken);

    public Task<IReadOnlyList<ForwardRow>> Forwards(int partition, CancellationToken cancellationToken) =>
        wire.Call(() => database.Forwards(partition, default).Result, cancellationToken);

    public Task<IReadOnlyList<Wake>> Due(int partition, string store, int version, RfmScorer cuts, Instant after, Instant through, int limit, CancellationToken cancellationToken) =>
        wire.Call(() => database.Due(partition, store, version, cuts, after, through, limit, default).Result, cancellationToken);

    public Task<IReadOnlyList<StoredKey>> Keys(int partition, string store, string after, int limit, CancellationToken cancellationToken) =>
        wire.Call(() => database.Keys(partition, store, after, limit, default).Result, cancellationToken);

    public Task<IReadOnlyList<StoredKey>> Concerned(int partition, string store, string after, int limit, CutsMove move, CancellationToken cancellationToken) =>
        wire.Call(() => database.Concerned(partition, store, after, limit, move, default).Result, cancellationToken);

    public Task<IReadOnlyList<ArchivedEvent>> Whole(int partition, CustomerKey customer, long before, CancellationToken cancellationToken) =>
        wire.Call(() => database.Whole(partition, customer, before, default).Result, cancellationToken);

    public Task<IReadOnlyList<ArchivedEvent>> History(
        int partition, string store, IReadOnlyList<string> customers, IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        wire.Call(() => database.History(partition, store, customers, names, default).Result, cancellationToken);

    public Task Add(int partition, long epoch, IReadOnlyList<ArchivedEvent> events, CancellationToken cancellationToken) =>
        wire.Call(() => database.Add(partition, epoch, events, default).IsCompletedSuccessfully, cancellationToken);

    public Task<IReadOnlyList<ArchivedEvent>> Read(int partition, long epoch, IReadOnlyList<string> customers, CancellationToken cancellationToken) =>
        wire.Call(() => database.Read(partition, epoch, customers, default).Result, cancellationToken);

    public Task Clear(int partition, long epoch, CancellationToken cancellationToken) =>
        wire.Call(() => database.Clear(partition, epoch, default).IsCompletedSuccessfully, cancellationToken);

    public async ValueTask<StoreSettings?> Find(string store, CancellationToken cancellationToken) =>
        await wire.Call(() => database.Find(store, default).AsTask().Result, cancellationToken);

    public ValueTask<StoreDefinitions> Get(string name, int version, CancellationToken cancellationToken = default) =>
        _definitions.TryGetValue((name, version), out var known) ? new(known) : new(Fetch(name, version, cancellationToken));

    public async ValueTask<StoredSnapshot?> Load(CustomerKey key, CancellationToken cancellationToken) =>
        await wire.Call(() => database.Stored(key), cancellationToken);

    private async Task<StoreDefinitions> Fetch(string name, int version, CancellationToken cancellationToken) =>
        _definitions[(name, version)] = await wire.Call(() => database.Get(name, version, default).AsTask().Result, cancellationToken);
}
