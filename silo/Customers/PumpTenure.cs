using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Grains.Customers;
using Crm.Ingest.Pumps;

namespace Crm.Silo.Customers;

/// <summary>A customer is here while the pump of its home is; one that is asked for elsewhere, because nobody is known to have it, is read anew each time.</summary>
internal sealed class PumpTenure(PumpHealth pumps) : ITenure
{
    public long? Of(CustomerKey key)
    {
        var pump = pumps.Pumps[HomePartition.Of(key, pumps.Pumps.Count)];
        var tenure = pump.Tenure;
        return pump.Assigned ? tenure : null;
    }
}
