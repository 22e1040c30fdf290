using Crm.Core.Customers;

namespace Crm.Grains.Customers;

/// <summary>
/// Where each process has customers of its own: whether this one's pump brings a customer its records now. Without it there is one activation
/// of a customer, wherever it is, and what it has in memory stands.
/// </summary>
public interface ITenure
{
    /// <returns>A number that is another one whenever the customer's partition came here or went; null where it is elsewhere.</returns>
    long? Of(CustomerKey key);
}
