using System.Collections.Concurrent;
using System.Security.Cryptography;
using Crm.Ingest.Privacy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crm.TestSupport.Privacy;

/// <summary>Customers' keys in memory, and how often they were asked for.</summary>
public sealed class MemoryKeys : ICustomerKeys
{
    private readonly ConcurrentDictionary<string, SealKey> _current = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, SealKey> _all = new();
    private readonly ConcurrentQueue<string> _retired = new();
    private int _calls;

    public int Calls => _calls;

    /// <param name="keys">Default: of its own.</param>
    /// <param name="time">Default: the system's.</param>
    public static Seals Seals(MemoryKeys? keys = null, TimeProvider? time = null)
    {
        var services = new ServiceCollection().AddMetrics().AddSingleton<SealMetrics>().BuildServiceProvider();
        return new(new(keys ?? new(), Options.Create(new PrivacyOptions()), time ?? TimeProvider.System), services.GetRequiredService<SealMetrics>());
    }

    public void Retire(string customer)
    {
        _current.TryRemove(customer, out _);
        _retired.Enqueue(customer);
    }

    public void Destroy(Guid id) => _all.TryRemove(id, out _);

    public Task<IReadOnlyDictionary<string, SealKey>> Take(IReadOnlyCollection<string> customers, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        var taken = customers.ToDictionary(static customer => customer, customer => _current.GetOrAdd(customer, static _ => new(Guid.NewGuid(), RandomNumberGenerator.GetBytes(32))), StringComparer.Ordinal);
        foreach (var key in taken.Values)
        {
            _all[key.Id] = key;
        }

        return Task.FromResult<IReadOnlyDictionary<string, SealKey>>(taken);
    }

    public Task<IReadOnlyDictionary<Guid, SealKey>> Find(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return Task.FromResult<IReadOnlyDictionary<Guid, SealKey>>(ids.Where(_all.ContainsKey).ToDictionary(static id => id, id => _all[id]));
    }

    public Task<IReadOnlyList<string>> Retired(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([.. _retired]);
}
