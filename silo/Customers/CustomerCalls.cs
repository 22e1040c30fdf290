using System.Collections.Immutable;
using System.Security.Claims;
using Crm.Core.Customers;
using Crm.GrainInterfaces.Customers;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Crm.Silo.Auth;
using Crm.Silo.Collector;
using Crm.Silo.Http;
using Orleans;

namespace Crm.Silo.Customers;

/// <summary>Reads customers where they live, and appends what our own API writes about them.</summary>
internal sealed class CustomerCalls(IGrainFactory grains, Intake intake, AppliedPositions applied, TimeProvider time)
{
    public static readonly Problem Unknown = Problem.NotFound("There is no such customer.");

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

    public ValueTask<ImmutableArray<OrderView>> Orders(string store, string id) => grains.GetGrain<ICustomerGrain>(new CustomerKey(store, id).Text).Orders();

    /// <summary>Appends a record about a customer who is known.</summary>
    /// <param name="errors">What is wrong with what is to be written.</param>
    public async Task<IResult> Write(
        CustomerId id, ClaimsPrincipal caller, IReadOnlyList<FieldError> errors, Func<CustomerView, ValueTask<LogAppend>> record, Wait wait, CancellationToken cancellationToken) =>
        errors.Count > 0 ? Problem.Bad(errors)
        : await Read(caller.Store(), id.Text) is { } view ? await Append(await record(view), view.Store, wait, cancellationToken)
        : Unknown;

    public async Task<IResult> Append(LogAppend record, string store, Wait wait, CancellationToken cancellationToken)
    {
        var (positions, problem) = await intake.Append(store, [record], cancellationToken);
        return problem is not null ? problem : TypedResults.Ok(new WriteAnswer(await wait.For(positions, applied, time, cancellationToken)));
    }
}
