using Crm.Core.Definitions;

namespace Crm.Grains.Stores;

/// <summary>Port: where definition versions are kept.</summary>
public interface IDefinitionStore
{
    /// <summary>The newest version; null where the store does not exist.</summary>
    Task<DefinitionSet?> Latest(string store, CancellationToken cancellationToken);

    /// <summary>The newest version's number, 0 before the first; null where the store does not exist.</summary>
    Task<int?> LatestVersion(string store, CancellationToken cancellationToken);

    /// <summary>Adds the next version; false where somebody else added that number first.</summary>
    Task<bool> Add(DefinitionSet definitions, CancellationToken cancellationToken);
}
