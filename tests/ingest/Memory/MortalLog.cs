using System.Collections.Concurrent;
using System.Collections.Immutable;
using Crm.Core.Time;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Tests.Memory;

internal enum AppendFault { None, Lost, AnswerLost, Partly, Late }

/// <summary>
/// The way from one process to the log: what it forwards may get lost, lose its answer, arrive in part, or late, when it was sent again
/// already; once the process is dead nothing of it is answered, but what is late still arrives.
/// </summary>
internal sealed class MortalLog(MemoryLog log, Func<AppendFault> faults, ConcurrentQueue<IReadOnlyList<LogAppend>> late) : ILog
{
    private volatile bool _dead;

    public int Partitions => log.Partitions;

    public string Generation => log.Generation;

    public void Die() => _dead = true;

    public async ValueTask<ImmutableArray<LogPosition>> Append(IReadOnlyList<LogAppend> records, CancellationToken cancellationToken)
    {
        if (!records.Any(static record => record.Origin is not null))
        {
            return await log.Append(records, cancellationToken);
        }

        await Task.Yield();
        var fault = _dead ? AppendFault.Lost : faults();
        switch (fault)
        {
            case AppendFault.None:
                while (late.TryDequeue(out var before))
                {
                    await log.Append(before, cancellationToken);
                }

                return await log.Append(records, cancellationToken);
            case AppendFault.AnswerLost:
                await log.Append(records, cancellationToken);
                break;
            case AppendFault.Partly:
                await log.Append([.. records.Take(records.Count / 2)], cancellationToken);
                break;
            case AppendFault.Late:
                late.Enqueue(records);
                break;
        }

        throw new LogUnavailableException("The log does not answer.");
    }

    public ValueTask<IReadOnlyList<LogRecord>> Read(int partition, long after, int limit, CancellationToken cancellationToken) =>
        log.Read(partition, after, limit, cancellationToken);

    public ValueTask WaitForMore(int partition, long after, CancellationToken cancellationToken) => log.WaitForMore(partition, after, cancellationToken);

    public ValueTask<LogRange> Range(int partition, CancellationToken cancellationToken) => log.Range(partition, cancellationToken);

    public ValueTask<Instant?> AppendedAfter(int partition, long after, CancellationToken cancellationToken) => log.AppendedAfter(partition, after, cancellationToken);

    public ValueTask Release(int partition, long through, CancellationToken cancellationToken) => log.Release(partition, through, cancellationToken);
}
