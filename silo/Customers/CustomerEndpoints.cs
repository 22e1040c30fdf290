using System.Security.Claims;
using Crm.Core.Customers.Json;
using Crm.Core.Time;
using Crm.Ingest.Pumps;
using Crm.Silo.Access;
using Crm.Silo.Auth;
using Crm.Silo.Http;
using Crm.Silo.Privacy;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Customers;

internal static class CustomerEndpoints
{
    internal const string Record = "A record on the log: an Idempotency-Key makes a repeat harmless, ?wait=applied waits for its effects.";

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapManagement("customers/{id}", "Customers").Fails(404, 410).HoldsPersonalData(ofCustomer: true);
        group.AddEndpointFilter<RouteGroupBuilder, ErasedFilter>();
        group.MapGet("", Get).RequireAuthorization(Scopes.CustomersRead).Produces<CustomerBody>()
            .WithSummary("The profile of one customer.").WithDescription("The id is u:… or a:…, percent-encoded as one path segment.");
        group.MapWhy();
        group.MapTimeline();
        group.MapPost("traits", PostTraits).RequireAuthorization(Scopes.CustomersWrite).Produces<WriteAnswer>().Fails(413, 429, 503)
            .WithSummary("Sets and removes fields and traits.").WithDescription(Record);
        group.MapPost("tags", PostTags).RequireAuthorization(Scopes.CustomersWrite).Produces<WriteAnswer>().Fails(413, 429, 503)
            .WithSummary("Adds and removes tags.").WithDescription(Record);
        group.MapPost("merge", PostMerge).RequireAuthorization(Scopes.CustomersWrite).Produces<WriteAnswer>().Fails(413, 429, 503)
            .WithSummary("Says that two customers are one person.")
            .WithDescription("A user stays before a visitor, else the id that is first by its characters; the other id answers with that one from then on. ?wait=applied waits until it does.");
        group.MapPost("unmerge", PostUnmerge).RequireAuthorization(Scopes.CustomersWrite).Produces<WriteAnswer>().Fails(409, 413, 429, 501, 503)
            .WithSummary("Undoes a merge: the other is another person after all.")
            .WithDescription("Both are folded again from the archive, each from the events that name it. Nothing but POST merge joins them again.");
        group.MapPost("consents", PostConsents).RequireAuthorization(Scopes.CustomersWrite).Produces<WriteAnswer>().Fails(413, 429, 503)
            .WithSummary("Says that the customer agreed to being contacted, or refused.").WithDescription(Record);
    }

    private static async Task<IResult> PostMerge(
        CustomerId id, Body<MergeBody> body, Wait wait, ClaimsPrincipal caller, CustomerCalls calls, CustomerWrites writes, CancellationToken cancellationToken)
    {
        if (body.Value.Check() is { Count: > 0 } errors)
        {
            return Problem.Bad(errors);
        }

        if (await calls.Read(caller.Store(), id.Text) is not { } one || await calls.Read(caller.Store(), body.Value.With!) is not { } other)
        {
            return CustomerCalls.Unknown;
        }

        return one.Id == other.Id
            ? TypedResults.Ok(new WriteAnswer(wait.Applied ? true : null)) // they are one already
            : await calls.Append(writes.Merge(one, other.Id), caller.Store(), wait, cancellationToken);
    }

    private static async Task<IResult> PostUnmerge(
        CustomerId id, Body<MergeBody> body, Wait wait, ClaimsPrincipal caller, CustomerCalls calls, CustomerWrites writes, IOptions<PumpOptions> pumps,
        CancellationToken cancellationToken)
    {
        if (body.Value.Check() is { Count: > 0 } errors)
        {
            return Problem.Bad(errors);
        }

        if (pumps.Value.Archive == ArchiveKeeping.Log)
        {
            return new Problem(StatusCodes.Status501NotImplemented) { Detail = "Crm:Pump:Archive is Log: the events stand in Kafka only, and without them a merge cannot be undone." };
        }

        if (await calls.Read(caller.Store(), id.Text) is not { } customer)
        {
            return CustomerCalls.Unknown;
        }

        return customer.Merged.Any(part => part.Id == body.Value.With)
            ? await calls.Append(writes.Unmerge(customer, body.Value.With!), caller.Store(), wait, cancellationToken)
            : new Problem(StatusCodes.Status409Conflict) { Detail = $"{body.Value.With} is no part of {customer.Id}." };
    }

    private static async Task<IResult> Get(CustomerId id, ClaimsPrincipal caller, CustomerCalls calls) =>
        await calls.Read(caller.Store(), id.Text) is { } view ? TypedResults.Ok(CustomerBody.Of(view)) : CustomerCalls.Unknown;

    private static Task<IResult> PostTraits(
        CustomerId id, Body<TraitsBody> body, Wait wait, IdempotencyKey key, ClaimsPrincipal caller, CustomerCalls calls, CustomerWrites writes, CancellationToken cancellationToken) =>
        calls.Write(id, caller, body.Value.Check(), view => writes.Traits(view, body.Value, key.MessageId, cancellationToken), wait, cancellationToken);

    private static Task<IResult> PostTags(
        CustomerId id, Body<TagsBody> body, Wait wait, IdempotencyKey key, ClaimsPrincipal caller, CustomerCalls calls, CustomerWrites writes, CancellationToken cancellationToken) =>
        calls.Write(
            id, caller, body.Value.Check(), view => writes.Tags(new(view.Store, view.Id), view.AsOf, body.Value, key.MessageId, cancellationToken), wait, cancellationToken);

    private static Task<IResult> PostConsents(
        CustomerId id, Body<PutConsentBody> body, Wait wait, IdempotencyKey key, ClaimsPrincipal caller, CustomerCalls calls, CustomerWrites writes, TimeProvider time,
        CancellationToken cancellationToken) =>
        calls.Write(
            id, caller, body.Value.Check(Instant.From(time.GetUtcNow())), view => writes.Consent(view, body.Value, key.MessageId, cancellationToken), wait, cancellationToken);
}
