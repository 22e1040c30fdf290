using BenchmarkDotNet.Attributes;
using Crm.Core.Events;

namespace Crm.Bench.Micro;

/// <summary>A decoded event into its customer. What it takes beyond that with no segment is the evaluation of the rules that the event concerns.</summary>
public class FoldBenchmark
{
    private const int Events = 10_000;

    private MicroStore _store = null!;
    private Event[] _next = [];

    [Params(0, 10, 50, 200)]
    public int Segments { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _store = new(Segments, 2_000);
        _store.Fold(_store.Next(5 * Events)); // customers have a history
    }

    // New ones each time: what a customer has seen does not count again.
    [IterationSetup]
    public void Prepare() => _next = _store.Next(Events);

    [Benchmark(OperationsPerInvoke = Events)]
    public int Fold() => _store.Fold(_next);
}
