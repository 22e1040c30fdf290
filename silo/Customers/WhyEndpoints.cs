using System.Security.Claims;
using Crm.Core.Customers;
using Crm.Core.Rules.Why;
using Crm.Silo.Auth;
using Crm.Silo.Http;
using Crm.Silo.Segments;

namespace Crm.Silo.Customers;

internal static class WhyEndpoints
{
    private static readonly Problem NoSegment = Problem.NotFound("There is no such segment.");
    private static readonly Problem NotJudged = Problem.Conflict("The segment is backfilling: this customer was not judged by it yet.");

    /// <param name="group">Of one customer.</param>
    public static void MapWhy(this RouteGroupBuilder group)
    {
        group.MapGet("segments", List).RequireAuthorization(Scopes.CustomersRead).Produces<Page<MembershipBody>>()
            .WithSummary("The segments that the customer belongs to: since when, until when, and why.");
        group.MapGet("segments/{segment}", Get).RequireAuthorization(Scopes.CustomersRead).Produces<WhyBody>().Fails(409)
            .WithSummary("Why the customer is in a segment or not: each part of its rule with its truth and its figures, and when it changes by itself.");
    }

    private static async Task<IResult> List(CustomerId id, ClaimsPrincipal caller, CustomerReasons reasons, CancellationToken cancellationToken)
    {
        if (await reasons.Read(caller.Store(), id.Text, cancellationToken) is not var (customer, now))
        {
            return CustomerCalls.Unknown;
        }

        var words = Words.InEnglish(customer.Definitions.Zone);
        return TypedResults.Ok(new Page<MembershipBody>(
            [.. customer.WhyMember(now).Where(static why => !ListTags.IsList(why.Segment)).Select(why => new MembershipBody(why.Segment, why.Since, PartBody.Known(why.Why.Until), words.Summary(why.Why)))], null));
    }

    private static async Task<IResult> Get(
        CustomerId id, string segment, ClaimsPrincipal caller, CustomerReasons reasons, SegmentViews segments, CancellationToken cancellationToken)
    {
        if (await reasons.Read(caller.Store(), id.Text, cancellationToken) is not var (customer, now))
        {
            return CustomerCalls.Unknown;
        }

        return customer.Why(segment, now) is { } why ? TypedResults.Ok(WhyBody.Of(why, Words.InEnglish(customer.Definitions.Zone)))
            : await segments.Find(caller.Store(), segment) is null ? NoSegment : NotJudged;
    }
}
