using System.Globalization;
using System.Security.Claims;
using Crm.Core.Time;
using Crm.Postgres.Access;
using Crm.Silo.Auth;
using Crm.Silo.Customers;
using Crm.Silo.Http;

namespace Crm.Silo.Access;

internal static class AccessEndpoints
{
    public static void MapAccessLog(this IEndpointRouteBuilder routes) =>
        routes.MapManagement("access-log", "Privacy").MapGet("", Get).RequireAuthorization(Scopes.Admin).Produces<Page<AccessBody>>().HoldsPersonalData()
            .WithSummary("Who read or wrote personal data, newest first.")
            .WithDescription("An entry is here within a second of its answer. A customer is found by any of its ids, and shown as a hash.");

    private static async Task<IResult> Get(
        AccessQuery query, Paging paging, ClaimsPrincipal caller, CustomerCalls calls, AccessLog log, CancellationToken cancellationToken)
    {
        var place = paging.After is { } after ? Place(after) : null;
        if (paging.After is not null && place is null)
        {
            return Problem.Bad(new FieldError("cursor", "Must be the \"next\" of an earlier answer."));
        }

        var store = caller.Store();
        IReadOnlyList<string> customers = query.Customer is not { } one ? [] : await calls.Read(store, one) is { } view ? [one, .. view.Identities] : [one];
        var page = await log.Before(store, new(customers, query.Key, query.From, query.To), place, paging.Limit, cancellationToken);
        return TypedResults.Ok(new Page<AccessBody>([.. page.Select(AccessBody.Of)], page.Count == paging.Limit ? Paging.Encode(TextOf(page[^1].Place)) : null));
    }

    private static string TextOf(AccessPlace place) => string.Create(CultureInfo.InvariantCulture, $"{place.At.Milliseconds} {place.Id}");

    private static AccessPlace? Place(string text) =>
        text.Split(' ') is [var at, var id] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var instant)
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(new Instant(instant), number)
            : null;
}
