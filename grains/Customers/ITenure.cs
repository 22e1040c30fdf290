using Crm.Core.Customers;

namespace Crm.Grains.Customers;

/// <summary>
/// Whether this process's pump brings a customer its records now: several processes may have activations of one customer, and what one has in memory
/// stands only as long as nobody else can have brought the customer further.
/// </summary>
public interface ITenure
{
    /// <returns>A number that is another one whenever the customer's partition came here or went; null where it is elsewhere.</returns>
    long? Of(CustomerKey key);
}
