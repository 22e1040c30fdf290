using System.Collections.Immutable;
using Crm.Core.Time;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Privacy;

/// <summary>A log whose events are sealed on the way in and opened on the way out; whoever reads or appends needs to know nothing of it.</summary>
internal sealed class SealingLog(ILog log, Seals seals, LogSeal seal) : ILog
{
    public int Partitions => log.Partitions;

    public string Generation => log.Generation;

    public async ValueTask<ImmutableArray<LogPosition>> Append(IReadOnlyList<LogAppend> records, CancellationToken cancellationToken) =>
        await log.Append(await seal.Seal(records, cancellationToken), cancellationToken);

    public ValueTask<IReadOnlyList<LogRecord>> Read(int partition, long after, int limit, CancellationToken cancellationToken)
    {
        var read = log.Read(partition, after, limit, cancellationToken);
        return read.IsCompletedSuccessfully ? seals.Open(read.Result, cancellationToken) : Open(read, cancellationToken);
    }

    public ValueTask WaitForMore(int partition, long after, CancellationToken cancellationToken) => log.WaitForMore(partition, after, cancellationToken);

    public ValueTask<LogRange> Range(int partition, CancellationToken cancellationToken) => log.Range(partition, cancellationToken);

    public ValueTask<Instant?> AppendedAfter(int partition, long after, CancellationToken cancellationToken) => log.AppendedAfter(partition, after, cancellationToken);

    public IDisposable? Follow(int partition, long after, bool lend) => log.Follow(partition, after, lend);

    public ValueTask Release(int partition, long through, CancellationToken cancellationToken) => log.Release(partition, through, cancellationToken);

    private async ValueTask<IReadOnlyList<LogRecord>> Open(ValueTask<IReadOnlyList<LogRecord>> read, CancellationToken cancellationToken) =>
        await seals.Open(await read, cancellationToken);
}
