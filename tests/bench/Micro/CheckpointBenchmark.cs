using BenchmarkDotNet.Attributes;
using Crm.Core.Customers;
using Crm.Core.Storage;

namespace Crm.Bench.Micro;

/// <summary>A customer's state to the bytes of its snapshot and back: customers of a store with 50 segments, with 25 events each on average.</summary>
public class CheckpointBenchmark
{
    private const int Customers = 1_000;

    private readonly MicroStore _store = new(50, 4 * Customers);
    private readonly SnapshotWriter _writer = new();
    private Customer[] _customers = [];
    private byte[][] _snapshots = [];

    [GlobalSetup]
    public void Fill()
    {
        _store.Fold(_store.Next(100 * Customers));
        _customers = [.. _store.Customers.Take(Customers)];
        _snapshots = [.. _customers.Select(customer => customer.Write(_writer).ToArray())];
        Console.WriteLine($"// a snapshot has {_snapshots.Average(static snapshot => snapshot.Length):N0} bytes on average");
    }

    [Benchmark(OperationsPerInvoke = Customers)]
    public int Write()
    {
        var bytes = 0;
        foreach (var customer in _customers)
        {
            bytes += customer.Write(_writer).Length;
        }

        return bytes;
    }

    [Benchmark(OperationsPerInvoke = Customers)]
    public long Read()
    {
        var offsets = 0L;
        for (var i = 0; i < _customers.Length; i++)
        {
            offsets += Customer.Read(_customers[i].Key, _snapshots[i], _store.Definitions).Position.Offset;
        }

        return offsets;
    }
}
