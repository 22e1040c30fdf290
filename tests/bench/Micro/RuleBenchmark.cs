using BenchmarkDotNet.Attributes;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Time;

namespace Crm.Bench.Micro;

/// <summary>Evaluating all rules of a customer anew, as a new version of the definitions asks for; divide by the segments for one rule.</summary>
public class RuleBenchmark
{
    private const int Customers = 500;

    private readonly List<Effect> _effects = [];
    private Customer[] _customers = [];
    private StoreDefinitions[] _versions = [];
    private Instant _now;
    private int _turn;

    [Params(10, 50, 200)]
    public int Segments { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var store = new MicroStore(Segments, Customers);
        store.Fold(store.Next(25 * Customers));
        _customers = [.. store.Customers];
        _versions = [.. Enumerable.Range(2, 2).Select(version => StoreDefinitions.Compile(store.Definitions.Set with { Version = version }))];
        _now = _customers.Max(static customer => customer.Position.WokenThrough);
    }

    [Benchmark(OperationsPerInvoke = Customers)]
    public int EvaluateAll()
    {
        _effects.Clear();
        var next = _versions[_turn++ % 2];
        foreach (var customer in _customers)
        {
            customer.Adopt(next, _now, customer.Position.Offset, [], _effects);
        }

        return _effects.Count;
    }
}
