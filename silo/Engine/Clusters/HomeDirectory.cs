using System.Diagnostics.CodeAnalysis;
using Orleans.GrainDirectory;
using Orleans.Runtime;
using Orleans.Runtime.GrainDirectory;

namespace Crm.Silo.Engine.Clusters;

/// <summary>
/// The grain directory of customers, and Orleans' cache of it: a customer is where its home partition is, which is computed, so that nothing is
/// registered, remembered or out of date. It may be wrong for a moment; what must not be is held by the partition's row and by the call
/// that names epoch and position.
/// </summary>
internal sealed class HomeDirectory(Homes homes) : IGrainDirectory, IGrainDirectoryCache
{
    public const string Name = "home";

    public IEnumerable<(GrainAddress ActivationAddress, int Version)> KeyValues => [];

    public bool LookUp(GrainId key, [NotNullWhen(true)] out GrainAddress? result, out int version)
    {
        version = 0;
        result = homes.Of(key) is { } silo ? new GrainAddress { GrainId = key, SiloAddress = silo } : null;
        return result is not null;
    }

    /// <returns>Where the customer lives instead, if that is known: who asked forwards its calls there.</returns>
    public Task<GrainAddress?> Register(GrainAddress address) => Task.FromResult<GrainAddress?>(
        homes.Of(address.GrainId) is { } home && !home.Equals(address.SiloAddress) ? new GrainAddress { GrainId = address.GrainId, SiloAddress = home } : address);

    /// <param name="address">Where the customer is to be.</param>
    /// <param name="previousAddress">The home that was answered before and that is no member any more: until somebody has its partition the customer may be read anywhere.</param>
    public Task<GrainAddress?> Register(GrainAddress address, GrainAddress? previousAddress) =>
        previousAddress is null ? Register(address) : Task.FromResult<GrainAddress?>(address);

    public Task<GrainAddress?> Lookup(GrainId grainId) => Task.FromResult<GrainAddress?>(null); // it is placed each time

    public Task Unregister(GrainAddress address) => Task.CompletedTask;

    public Task UnregisterSilos(List<SiloAddress> siloAddresses) => Task.CompletedTask;

    public void AddOrUpdate(GrainAddress value, int version) { }

    public bool Remove(GrainId key) => false;

    public bool Remove(GrainAddress key) => false;

    public void Clear() { }
}
