using Crm.Ingest.Commits;

namespace Crm.Ingest.Tests.Memory;

/// <summary>The way from one process to the database: once the process is dead nothing of it arrives any more.</summary>
internal sealed class MortalPartitions(IPartitionStore database) : IPartitionStore
{
    private readonly Lock _lock = new();
    private volatile bool _dead;

    public void Die()
    {
        lock (_lock)
        {
            _dead = true;
        }
    }

    // None that began before the end arrives after it: it would take the partition from the next process.
    public Task<PartitionRow> Acquire(int partition, string generation, int partitions, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Alive().Acquire(partition, generation, partitions, cancellationToken);
        }
    }

    public Task<bool> Commit(PartitionCommit commit, CancellationToken cancellationToken) => Alive().Commit(commit, cancellationToken);

    public Task<long?> CommitNumber(int partition, long epoch, CancellationToken cancellationToken) =>
        Alive().CommitNumber(partition, epoch, cancellationToken);

    public Task<IReadOnlySet<long>> DeadLettered(int partition, long after, long through, CancellationToken cancellationToken) =>
        Alive().DeadLettered(partition, after, through, cancellationToken);

    public Task<IReadOnlySet<long>> NotCounted(int partition, long after, long through, CancellationToken cancellationToken) =>
        Alive().NotCounted(partition, after, through, cancellationToken);

    public Task<IReadOnlyList<ForwardRow>> Forwards(int partition, CancellationToken cancellationToken) => Alive().Forwards(partition, cancellationToken);

    private IPartitionStore Alive() => _dead ? throw new InvalidOperationException("This process is dead.") : database;
}
