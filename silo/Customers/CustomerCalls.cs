using Crm.Core.Customers;
using Crm.GrainInterfaces.Customers;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Crm.Silo.Collector;
using Crm.Silo.Http;
using Orleans;

namespace Crm.Silo.Customers;

/// <summary>Reads customers where they live, and appends what our own API writes about them.</summary>
internal sealed class CustomerCalls(IGrainFactory grains, Intake intake, AppliedPositions applied, TimeProvider time)
{
    /// <returns>Of one that is a part of another the other; null for one who was never heard of, or was erased.</returns>
    public async ValueTask<CustomerView?> Read(string store, string id) => await Find(store, id) is { Erased: false } known ? known : null;

    /// <returns>Of one that is a part of another the other; null for one who was never heard of.</returns>
    public async ValueTask<CustomerView?> Find(string store, string id)
    {
        var view = await grains.GetGrain<ICustomerGrain>(new CustomerKey(store, id).Text).Read();
        while (view?.Into is { } into) // ever better ones: it ends
        {
            view = await grains.GetGrain<ICustomerGrain>(new CustomerKey(store, into).Text).Read();
        }

        return view;
    }

    public async Task<IResult> Append(LogAppend record, string store, Wait wait, CancellationToken cancellationToken)
    {
        var (positions, problem) = await intake.Append(store, [record], cancellationToken);
        return problem is not null ? problem : TypedResults.Ok(new WriteAnswer(await wait.For(positions, applied, time, cancellationToken)));
    }
}
