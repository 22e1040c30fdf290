using Crm.Core.Events;
using Crm.Ingest.Pumps;
using Orleans.Runtime;

namespace Crm.Silo.Engine.Clusters;

/// <summary>Which silo has a customer's home partition, as far as is known here: its own at once, those of others as their rows were last read.</summary>
internal sealed class Homes(PumpHealth pumps, ILocalSiloDetails self)
{
    private readonly Known?[] _others = new Known?[pumps.Pumps.Count]; // as last parsed

    public SiloAddress Self => self.SiloAddress;

    /// <returns>Null where nobody is known to have it.</returns>
    public SiloAddress? Of(GrainId customer)
    {
        var pump = pumps.Pumps[HomePartition.Of(customer.Key.AsSpan(), pumps.Pumps.Count)];
        return pump.Assigned ? self.SiloAddress : pump.Owner is { } owner ? Other(pump.Partition, owner) : null;
    }

    private SiloAddress? Other(int partition, string owner)
    {
        if (_others[partition] is not { } known || known.Owner != owner)
        {
            _others[partition] = known = new(owner, SiloAddress.FromParsableString(owner));
        }

        return known.Silo.Equals(self.SiloAddress) ? null : known.Silo; // this process had it last and nobody has taken it since
    }

    // A reference, which whoever asks meanwhile sees whole.
    private sealed record Known(string Owner, SiloAddress Silo);
}
