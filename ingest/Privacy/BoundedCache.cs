using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Crm.Ingest.Privacy;

/// <summary>Keeps what was used lately: two generations, of which the older goes when the younger is full.</summary>
/// <param name="limit">Entries, of both together.</param>
internal sealed class BoundedCache<TKey, TValue>(int limit) where TKey : notnull
{
    private readonly Lock _lock = new();
    private volatile ConcurrentDictionary<TKey, TValue> _young = new();
    private volatile ConcurrentDictionary<TKey, TValue> _old = new();
    private int _added; // to the younger

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value))
        {
            return true;
        }

        if (!_old.TryGetValue(key, out value))
        {
            return false;
        }

        Add(key, value);
        return true;
    }

    public void Add(TKey key, TValue value)
    {
        _young[key] = value;
        if (Interlocked.Increment(ref _added) >= limit / 2)
        {
            lock (_lock)
            {
                if (_added >= limit / 2)
                {
                    (_old, _young, _added) = (_young, new(), 0);
                }
            }
        }
    }

    public void Remove(TKey key)
    {
        lock (_lock)
        {
            _young.TryRemove(key, out _);
            _old.TryRemove(key, out _);
        }
    }
}
