using System.Security.Claims;
using Crm.Silo.Access;
using Crm.Silo.Auth;
using Crm.Silo.Http;

namespace Crm.Silo.Search;

internal static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder routes)
    {
        routes.MapManagement("customers/search", "Customers").HoldsPersonalData().MapPost("", Search).RequireAuthorization(Scopes.CustomersRead).Produces<SearchAnswer>().Fails(413)
            .WithSummary("Finds customers by a rule, an address, a number or an id, sorted and page by page.")
            .WithDescription("A rule need not be a segment's: customers are judged one after the other. After two seconds the answer has who was found until then, and a next that goes on. A POST, so that no address stands in a URL.");
        routes.MapManagement("segments/preview", "Segments").HoldsPersonalData().MapPost("", Preview)
            .RequireAuthorization(Scopes.SegmentsRead, Scopes.CustomersRead).Produces<PreviewAnswer>().Fails(413)
            .WithSummary("How many customers would belong to a segment with this rule, and some of them.")
            .WithDescription("Exact where all customers could be judged within two seconds; else estimated from those who were.");
    }

    private static async Task<IResult> Search(Body<SearchBody> body, ClaimsPrincipal caller, Judges judges, Lookups lookups, Searches searches, CancellationToken cancellationToken)
    {
        var (store, errors) = (caller.Store(), new List<FieldError>());
        if (SearchTerms.Read(body.Value, errors) is not { } terms)
        {
            return Problem.Bad(errors);
        }

        var (judge, problem) = await judges.Make(store, terms.Rule, "query", body.Value.OrderId, cancellationToken);
        if (judge is null)
        {
            return problem!;
        }

        var filter = await lookups.Of(store, body.Value, judge.Current.Set.Profile, errors, cancellationToken);
        if (errors.Count > 0)
        {
            return Problem.Bad(errors);
        }

        var (items, next, scanned) = await searches.Page(store, filter, terms, judge, cancellationToken);
        var currency = judge.Current.Store.Currency;
        return TypedResults.Ok(new SearchAnswer(
            [.. items.Select(item => FoundCustomerBody.Of(item, currency))], next is { } place ? terms.Encode(place) : null, scanned, judge.Now));
    }

    private static async Task<IResult> Preview(Body<PreviewBody> body, ClaimsPrincipal caller, Judges judges, Searches searches, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        var rule = SearchTerms.RuleOf(body.Value.Rule, "rule", errors);
        if (rule is null)
        {
            return Problem.Bad(errors.Count > 0 ? errors : [new FieldError("rule", "Is required: text of the rule language, or its JSON form.")]);
        }

        var (judge, problem) = await judges.Make(caller.Store(), rule, "rule", null, cancellationToken);
        if (judge is null)
        {
            return problem!;
        }

        var tally = await searches.Count(caller.Store(), judge, cancellationToken);
        var currency = judge.Current.Store.Currency;
        return TypedResults.Ok(new PreviewAnswer(
            tally.Members, tally.IsExact, tally.Scanned, tally.Customers, [.. tally.Sample.Select(one => FoundCustomerBody.Of(one, currency))], judge.Now));
    }
}
