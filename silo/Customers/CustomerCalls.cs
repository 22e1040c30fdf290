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

    /// <returns>Null for one who was never heard of.</returns>
    public ValueTask<CustomerView?> Read(string store, string id) => grains.GetGrain<ICustomerGrain>(new CustomerKey(store, id).Text).Read();

    public ValueTask<ImmutableArray<OrderView>> Orders(string store, string id) => grains.GetGrain<ICustomerGrain>(new CustomerKey(store, id).Text).Orders();

    /// <summary>Appends a record about a customer who is known.</summary>
    /// <param name="errors">What is wrong with what is to be written.</param>
    public async Task<IResult> Write(
        CustomerId id, ClaimsPrincipal caller, IReadOnlyList<FieldError> errors, Func<CustomerView, ValueTask<LogAppend>> record, Wait wait, CancellationToken cancellationToken) =>
        errors.Count > 0 ? Problem.Bad(errors)
        : await Read(caller.Store(), id.Text) is { } view ? await Append(await record(view), view.Store, wait, cancellationToken)
        : Unknown;

    private async Task<IResult> Append(LogAppend record, string store, Wait wait, CancellationToken cancellationToken)
    {
        var (positions, problem) = await intake.Append(store, [record], cancellationToken);
        return problem is not null ? problem : TypedResults.Ok(new WriteAnswer(await wait.For(positions, applied, time, cancellationToken)));
    }
}
