using System.Collections.Concurrent;

namespace Crm.Embedded.Tests.Conformance;

/// <summary>What the test grains did, in order, and the gates at which they wait.</summary>
public sealed class Journal
{
    private readonly ConcurrentDictionary<string, Gate> _gates = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private int _failures;

    public IReadOnlyCollection<string> Lines => _lines;

    public void Write(string line) => _lines.Enqueue(line);

    public Gate Gate(string name) => _gates.GetOrAdd(name, static _ => new Gate());

    public IEnumerable<string> Of(string key) => _lines.Where(line => line.StartsWith(key + " ", StringComparison.Ordinal)).Select(line => line[(key.Length + 1)..]);

    /// <summary>The next so many activations fail.</summary>
    public void FailActivations(int count) => Volatile.Write(ref _failures, count);

    public bool ShouldFail() => Interlocked.Decrement(ref _failures) >= 0;
}

/// <summary>Says when a grain has come to it, and lets it go on when opened.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Reached => _reached.Task;

    public void Open() => _open.TrySetResult();

    public Task Pass()
    {
        _reached.TrySetResult();
        return _open.Task;
    }
}
