using System.Security.Claims;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Time;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Crm.Postgres.Privacy;
using Crm.Silo.Auth;
using Crm.Silo.Customers;
using Crm.Silo.Http;

namespace Crm.Silo.Privacy;

internal static class ErasureEndpoints
{
    public static void MapErasures(this IEndpointRouteBuilder routes)
    {
        routes.MapManagement("customers/{id}", "Privacy").MapDelete("", Erase).RequireAuthorization(Scopes.Privacy).Fails(404, 503)
            .Produces<ErasureBody>(StatusCodes.Status202Accepted)
            .WithSummary("Erases a customer.")
            .WithDescription("Forgotten as soon as the record is applied; then everything else is removed, which the receipt at Location follows. The id answers 410 from then on, until what is dated later begins a new customer; with \"block\" for good.");
        routes.MapManagement("erasures/{id}", "Privacy").MapGet("", Get).RequireAuthorization(Scopes.Privacy).Fails(404)
            .Produces<ErasureBody>().WithSummary("How far an erasure is, and its receipt: what was removed where and when, and what remains where for how long.");
    }

    private static async Task<IResult> Erase(
        CustomerId id, EraseRequest request, Wait wait, ClaimsPrincipal caller, CustomerCalls calls, IStoreDirectory stores, Erasures erasures, ErasureSteps steps, ErasureViews views,
        AppliedPositions applied, TimeProvider time, CancellationToken cancellationToken)
    {
        var store = caller.Store();
        var now = Instant.From(time.GetUtcNow());
        var known = await calls.Find(store, id.Text);
        if (known is null && await stores.Find(store, cancellationToken) is { Clock: StoreClock.Log })
        {
            return Problem.NotFound("There is no such customer."); // and no telling what the store's time is
        }

        var at = await stores.Find(store, cancellationToken) is { Clock: StoreClock.Log } ? known!.AsOf : now;
        var erasure = Guid.CreateVersion7(time.GetUtcNow());
        await erasures.Ask(erasure, store, SubjectOf(id.Text, known, at), request.Block, caller.Key(), now, cancellationToken);
        await steps.Next((await erasures.Find(store, erasure, cancellationToken))!, cancellationToken);
        var asked = (await erasures.Find(store, erasure, cancellationToken))!;
        await erasures.Leave(erasure, TimeSpan.Zero, cancellationToken);
        var seen = await wait.For([new LogPosition(asked.Partition, asked.Offset)], applied, time, cancellationToken);
        return TypedResults.Accepted($"/api/v1/erasures/{erasure}", await views.Of(asked) with { Applied = seen });
    }

    private static async Task<IResult> Get(string id, ClaimsPrincipal caller, Erasures erasures, ErasureViews views, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var erasure) && await erasures.Find(caller.Store(), erasure, cancellationToken) is { } found
            ? TypedResults.Ok(await views.Of(found))
            : Problem.NotFound("There is no such erasure.");

    // What is known now; afterwards nobody could say what else to look for.
    private static ErasureSubject SubjectOf(string id, CustomerView? known, Instant at)
    {
        var contacts = known?.Fields.Where(static field => field.Name is "email" or "phone").Select(static field => field.Value) ?? [];
        var others = known?.Identities.Where(other => other != id).Select(static other => other[2..]) ?? [];
        string[] parts = known is null ? [] : [known.Id, .. known.Merged.Select(static part => part.Id)];
        return new([id, .. parts.Where(part => part != id)], [.. contacts, .. others], at);
    }
}
