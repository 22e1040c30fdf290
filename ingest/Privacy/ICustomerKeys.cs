namespace Crm.Ingest.Privacy;

/// <summary>Port: the keys that customers' events are sealed with. One that was destroyed is found nowhere any more.</summary>
public interface ICustomerKeys
{
    /// <summary>The current key of each of these, made where there is none; durable when it returns.</summary>
    /// <param name="customers">Whole customer keys, each once.</param>
    Task<IReadOnlyDictionary<string, SealKey>> Take(IReadOnlyCollection<string> customers, CancellationToken cancellationToken);

    /// <summary>Those of these that are there.</summary>
    Task<IReadOnlyDictionary<Guid, SealKey>> Find(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>Customers whose key was retired lately: at least all of the last minute.</summary>
    Task<IReadOnlyList<string>> Retired(CancellationToken cancellationToken);
}

/// <param name="Id">Stands in what was sealed with it.</param>
/// <param name="Secret">32 random bytes.</param>
public sealed record SealKey(Guid Id, byte[] Secret);
