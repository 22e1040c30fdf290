namespace Crm.Core.Definitions;

/// <summary>Port: compiled definitions by version; a version never changes, so what was loaded stays.</summary>
public interface IDefinitionCache
{
    /// <summary>Version 0 is a store without definitions.</summary>
    /// <exception cref="KeyNotFoundException">There is no such store or version.</exception>
    ValueTask<StoreDefinitions> Get(string store, int version, CancellationToken cancellationToken = default);
}
