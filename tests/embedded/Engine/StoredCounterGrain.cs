using System.Collections.Concurrent;
using Orleans;

namespace Crm.Embedded.Tests.Engine;

[Alias("test.stored-counter")]
public interface IStoredCounterGrain : IGrainWithStringKey
{
    [Alias("add")]
    ValueTask<long> Add();

    [Alias("add-slowly")]
    Task<long> AddSlowly();

    [Alias("keep")]
    ValueTask Keep(TimeSpan time);
}

/// <summary>Outside storage, which notices two activations of one key, and two turns of one activation.</summary>
public sealed class CounterStore
{
    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly ConcurrentDictionary<string, bool> _open = new();
    private int _torn;
    private int _activations;

    public int Torn => Volatile.Read(ref _torn);

    public int Activations => Volatile.Read(ref _activations);

    public long Sum => _counts.Values.Sum();

    /// <summary>Null, or what OnDeactivateAsync waits for.</summary>
    public Task? Stuck { get; set; }

    public bool IsOpen(string key) => _open.ContainsKey(key);

    public long Open(string key)
    {
        Interlocked.Increment(ref _activations);
        if (!_open.TryAdd(key, true))
            Tear();
        return _counts.GetValueOrDefault(key);
    }

    public void Close(string key, long count)
    {
        _counts[key] = count;
        if (!_open.TryRemove(key, out _))
            Tear();
    }

    public void Tear() => Interlocked.Increment(ref _torn);
}

[GrainType("test-stored-counter")]
internal sealed class StoredCounterGrain(CounterStore store) : Grain, IStoredCounterGrain
{
    private long _count;
    private int _inside;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _count = store.Open(this.GetPrimaryKeyString());
        if (_count % 3 == 1)
            await Task.Yield();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (store.Stuck is { } stuck)
            await stuck;
        if (_count % 3 == 2)
            await Task.Yield();
        Enter();
        store.Close(this.GetPrimaryKeyString(), _count);
    }

    public ValueTask<long> Add()
    {
        Enter();
        _count++;
        Leave();
        return new(_count);
    }

    public async Task<long> AddSlowly()
    {
        Enter();
        var count = _count;
        await Task.Yield();
        _count = count + 1;
        Leave();
        return _count;
    }

    public ValueTask Keep(TimeSpan time)
    {
        DelayDeactivation(time);
        return default;
    }

    private void Enter()
    {
        if (Interlocked.Exchange(ref _inside, 1) != 0)
            store.Tear();
    }

    private void Leave() => Volatile.Write(ref _inside, 0);
}
