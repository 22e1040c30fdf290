using Microsoft.Extensions.Options;

namespace Crm.Ingest.Privacy;

/// <summary>Customers' keys as this process has them in memory; what is missing is fetched, many at a time.</summary>
public sealed class KeyRing(ICustomerKeys keys, IOptions<PrivacyOptions> options, TimeProvider time)
{
    // A key that was retired is sealed with no longer than this and one append: what comes later belongs to a new customer.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly BoundedCache<string, SealKey> _current = new(options.Value.KeysInMemory / 2);
    private readonly BoundedCache<Guid, SealKey> _known = new(options.Value.KeysInMemory / 2);
    private long _checked;

    /// <summary>The key that the customer's next event is sealed with; true after <see cref="Take"/> has named it.</summary>
    internal bool TryTake(string customer, out SealKey key) => _current.TryGet(customer, out key!);

    internal bool TryFind(Guid id, out SealKey key) => _known.TryGet(id, out key!);

    /// <summary>Forgets keys that were retired meanwhile; to be awaited before the first <see cref="TryTake"/> of an append.</summary>
    internal ValueTask Check(CancellationToken cancellationToken)
    {
        var at = Volatile.Read(ref _checked);
        return at != 0 && time.GetElapsedTime(at) < Fresh ? ValueTask.CompletedTask : new(Refresh(cancellationToken));
    }

    /// <summary>Fetches the keys of these customers, and makes those that are not there.</summary>
    internal async Task<IReadOnlyDictionary<string, SealKey>> Take(IReadOnlyCollection<string> customers, CancellationToken cancellationToken)
    {
        var taken = await keys.Take(customers, cancellationToken);
        foreach (var (customer, key) in taken)
        {
            _current.Add(customer, key);
            _known.Add(key.Id, key);
        }

        return taken;
    }

    internal async Task<IReadOnlyDictionary<Guid, SealKey>> Find(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var found = await keys.Find(ids, cancellationToken);
        foreach (var (id, key) in found)
        {
            _known.Add(id, key);
        }

        return found;
    }

    private async Task Refresh(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        foreach (var customer in await keys.Retired(cancellationToken))
        {
            _current.Remove(customer);
        }

        Volatile.Write(ref _checked, started);
    }
}
