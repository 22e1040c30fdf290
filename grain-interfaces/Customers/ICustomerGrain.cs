using System.Collections.Immutable;
using Crm.Core.Customers;
using Orleans;

namespace Crm.GrainInterfaces.Customers;

/// <summary>One customer; the key is <see cref="CustomerKey.Text"/>. Only the pump of its home partition applies records.</summary>
[Alias("crm.customer")]
public interface ICustomerGrain : IGrainWithStringKey
{
    /// <summary>Applies this customer's records of its home partition, in log order, and the wake-ups due.</summary>
    /// <returns>The position reached and the effects to commit; or, where the caller's expectation does not hold, the position to replay from.</returns>
    [Alias("apply")]
    ValueTask<ApplyResult> Apply(RecordBatch batch);

    /// <summary>Says that the state through this position is stored, so that the activation may be collected.</summary>
    [Alias("saved")]
    ValueTask Saved(Position position);

    /// <summary>The customer as of the last record applied; null for one who was never heard of.</summary>
    [Alias("read")]
    ValueTask<CustomerView?> Read();

    /// <summary>The orders that are known, the oldest first.</summary>
    [Alias("orders")]
    ValueTask<ImmutableArray<OrderView>> Orders();

    /// <summary>The state as of the last record applied, to look into where it can do no harm; null for one who was never heard of.</summary>
    [Alias("snapshot")]
    ValueTask<CustomerSnapshot?> Snapshot();
}
