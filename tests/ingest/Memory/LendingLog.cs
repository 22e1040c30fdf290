using System.Collections.Immutable;
using Crm.Core.Time;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Tests.Memory;

/// <summary>A log that lends its payloads, as Kafka's does: what a follower that borrows has read is overwritten once it reads on.</summary>
internal sealed class LendingLog(ILog log) : ILog
{
    private readonly Follower?[] _followers = new Follower?[log.Partitions];

    public int Partitions => log.Partitions;

    public string Generation => log.Generation;

    public ValueTask<ImmutableArray<LogPosition>> Append(IReadOnlyList<LogAppend> records, CancellationToken cancellationToken) => log.Append(records, cancellationToken);

    public async ValueTask<IReadOnlyList<LogRecord>> Read(int partition, long after, int limit, CancellationToken cancellationToken)
    {
        var read = await log.Read(partition, after, limit, cancellationToken);
        return _followers[partition] is { } follower && follower.At == after ? follower.Lend(read) : read;
    }

    public IDisposable? Follow(int partition, long after, bool lend) => _followers[partition] = lend ? new(after) : null;

    public ValueTask WaitForMore(int partition, long after, CancellationToken cancellationToken) => log.WaitForMore(partition, after, cancellationToken);

    public ValueTask<LogRange> Range(int partition, CancellationToken cancellationToken) => log.Range(partition, cancellationToken);

    public ValueTask<Instant?> AppendedAfter(int partition, long after, CancellationToken cancellationToken) => log.AppendedAfter(partition, after, cancellationToken);

    public ValueTask Release(int partition, long through, CancellationToken cancellationToken) => log.Release(partition, through, cancellationToken);

    private sealed class Follower(long after) : IDisposable
    {
        private readonly List<byte[]> _lent = [];

        public long At { get; private set; } = after;

        public IReadOnlyList<LogRecord> Lend(IReadOnlyList<LogRecord> read)
        {
            _lent.ForEach(static payload => payload.AsSpan().Fill((byte)'#'));
            _lent.Clear();
            _lent.AddRange(read.Select(static record => record.Payload.ToArray()));
            At = read.Count > 0 ? read[^1].Offset : At;
            return [.. read.Zip(_lent, static (record, payload) => record with { Payload = payload })];
        }

        public void Dispose() { }
    }
}
