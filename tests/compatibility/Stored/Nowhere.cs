using System.Collections.Immutable;
using Crm.Core.Definitions;
using Crm.Core.Time;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;

namespace Crm.Compatibility.Tests.Stored;

/// <summary>For what only writes records: a log that takes none, stores on the wall clock, and a time that stands.</summary>
internal sealed class Nowhere : TimeProvider, ILog, IStoreDirectory
{
    public int Partitions => 16;

    public string Generation => "none";

    public override DateTimeOffset GetUtcNow() => Town.Start.ToDateTimeOffset();

    public ValueTask<StoreSettings?> Find(string store, CancellationToken cancellationToken) => new(new StoreSettings(store, StoreClock.Wall));

    public ValueTask<ImmutableArray<LogPosition>> Append(IReadOnlyList<LogAppend> records, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<LogRecord>> Read(int partition, long after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask WaitForMore(int partition, long after, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<LogRange> Range(int partition, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Instant?> AppendedAfter(int partition, long after, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask Release(int partition, long through, CancellationToken cancellationToken) => throw new NotSupportedException();
}
