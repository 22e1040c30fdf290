using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Storage;
using Crm.Core.Time;
using Crm.GrainInterfaces.Customers;
using Crm.Ingest.Pumps;
using Crm.Postgres.Stores;
using Crm.Silo.Collector;
using Orleans;

namespace Crm.Silo.Customers;

/// <summary>Reads a customer's whole state, to say why: what is looked into here is a copy.</summary>
internal sealed class CustomerReasons(
    IGrainFactory grains, CustomerCalls calls, IDefinitionCache definitions, IStoreDirectory stores, StoreTimes times, Intake intake, TimeProvider time)
{
    /// <returns>Of one that is a part of another the other; null for one who was never heard of, or was erased. With it the instant that it is asked about.</returns>
    public async Task<(Customer Customer, Instant Now)?> Read(string store, string id, CancellationToken cancellationToken)
    {
        if (await calls.Read(store, id) is not { } view)
        {
            return null;
        }

        var key = new CustomerKey(store, view.Id);
        var now = await Now(key, cancellationToken); // before the state, which then has seen all that happened until there
        if (await grains.GetGrain<ICustomerGrain>(key.Text).Snapshot() is not { } snapshot)
        {
            return null;
        }

        var version = await definitions.Get(store, snapshot.Definitions, cancellationToken);
        var customer = Customer.Read(key, snapshot.State.Span, version);
        StateMemory.Free(snapshot.State);
        return customer.Into is { } into ? await Read(store, into, cancellationToken) // it was merged this moment
            : customer.Exists ? (customer, now) : null;
    }

    // On the log's clock time stands still between records; on the wall clock what is due is ticked in a moment.
    private async Task<Instant> Now(CustomerKey key, CancellationToken cancellationToken) =>
        await stores.Find(key.Store, cancellationToken) is { Clock: StoreClock.Log }
            ? await times.Now(key.Store, HomePartition.Of(key, intake.Partitions), cancellationToken)
            : Instant.From(time.GetUtcNow());
}
