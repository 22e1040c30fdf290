using System.Security.Claims;
using Crm.Core.Time;
using Crm.Ingest.Pumps;
using Crm.Postgres.Accounts;
using Crm.Silo.Access;
using Crm.Silo.Auth;
using Crm.Silo.Http;

namespace Crm.Silo.Accounts;

internal static class AccountEndpoints
{
    private const int Segment = 3; // of /api/v1/accounts/{id}

    public static void MapAccounts(this IEndpointRouteBuilder routes) =>
        routes.MapManagement("accounts/{id}", "Customers").MapGet("", Get).RequireAuthorization(Scopes.CustomersRead).HoldsPersonalData().Produces<AccountBody>().Fails(404)
            .WithSummary("A company: its figures and its people.").WithDescription("The id is that of group events, percent-encoded as one path segment.");

    private static async Task<IResult> Get(
        Paging paging, ClaimsPrincipal caller, AccountReader accounts, IStoreDirectory stores, HttpContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        if (paging.After is { } after && !CustomerId.IsValid(after))
        {
            return Problem.Bad(new FieldError("cursor", "Must be the \"next\" of an earlier answer."));
        }

        var (store, id) = (caller.Store(), RawPath.Segment(context, Segment) ?? "");
        if (await accounts.Find(store, id, cancellationToken) is not { } account || await stores.Find(store, cancellationToken) is not { } settings)
        {
            return Problem.NotFound("Nobody belongs to such an account.");
        }

        var people = await accounts.People(store, id, paging.After, paging.Limit, cancellationToken);
        return TypedResults.Ok(new AccountBody(
            id, account.Name, account.Type, account.People, AccountFiguresBody.Of(account.Figures, settings.Currency),
            new([.. people.Select(person => new AccountPersonBody(person.Customer, person.Email, AccountFiguresBody.Of(person.Figures, settings.Currency)))],
                people.Length == paging.Limit ? Paging.Encode(people[^1].Customer) : null),
            Instant.From(time.GetUtcNow())));
    }
}
