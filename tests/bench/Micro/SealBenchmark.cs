using BenchmarkDotNet.Attributes;
using Crm.Ingest.Logs;
using Crm.Ingest.Privacy;
using Crm.TestSupport.Privacy;

namespace Crm.Bench.Micro;

/// <summary>What it costs to seal an event and to open it, with the keys of a thousand customers in memory.</summary>
public class SealBenchmark
{
    private const int Events = 1_000;

    private static readonly Seals Seals = MemoryKeys.Seals();

    private readonly LogAppend[] _events = [.. new MicroStore(0, 1_000).NextJson(Events).Select(static (json, place) => new LogAppend(0, RecordKind.Event, $"shop/u:{place}", json))];
    private LogRecord[] _sealed = [];

    [GlobalSetup]
    public void Setup() => _sealed = [.. Seals.Seal(_events, default).AsTask().Result.Select(static (record, place) => new LogRecord(place, default, record.Kind, record.Key, record.Payload))];

    [Benchmark(OperationsPerInvoke = Events)]
    public async Task<int> Seal() => (await Seals.Seal(_events, default)).Count;

    [Benchmark(OperationsPerInvoke = Events)]
    public async Task<int> Open() => (await Seals.Open(_sealed, default)).Count;
}
