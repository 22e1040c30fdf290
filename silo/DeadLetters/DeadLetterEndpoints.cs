using System.Globalization;
using System.Security.Claims;
using Crm.Postgres.DeadLetters;
using Crm.Silo.Access;
using Crm.Silo.Auth;
using Crm.Silo.Http;

namespace Crm.Silo.DeadLetters;

internal static class DeadLetterEndpoints
{
    private static readonly Problem Unknown = Problem.NotFound("There is no such dead letter.");

    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapManagement("dead-letters", "Dead letters").HoldsPersonalData();
        group.MapGet("", List).RequireAuthorization(Scopes.CustomersRead).Produces<Page<DeadLetterBody>>()
            .WithSummary("Records that do not count, newest first, each with the reason.");
        group.MapPost("{id}/resubmit", Resubmit).RequireAuthorization(Scopes.CustomersWrite).Produces<ResubmitAnswer>().Fails(404, 409, 429, 503)
            .WithSummary("Sends one to the log again, as received now.").WithDescription("Where it is still not valid, it becomes another dead letter.");
    }

    private static async Task<IResult> List(Paging paging, ClaimsPrincipal caller, DeadLetterList letters, CancellationToken cancellationToken)
    {
        if (paging.After is { } after && Id(after) is null)
        {
            return Problem.Bad(new FieldError("cursor", "Must be the \"next\" of an earlier answer."));
        }

        var page = await letters.Before(caller.Store(), paging.After is { } place ? Id(place) : null, paging.Limit, cancellationToken);
        return TypedResults.Ok(new Page<DeadLetterBody>(
            [.. page.Select(DeadLetterBody.Of)], page.Length == paging.Limit ? Paging.Encode(page[^1].Id.ToString(CultureInfo.InvariantCulture)) : null));
    }

    private static async Task<IResult> Resubmit(string id, Wait wait, ClaimsPrincipal caller, DeadLetterList letters, Resubmission resubmission, CancellationToken cancellationToken)
    {
        var store = caller.Store();
        return Id(id) is not { } number || await letters.Get(store, number, cancellationToken) is not { } letter ? Unknown
            : letter.ResubmittedAt is not null ? Problem.Conflict("It was sent again before.")
            : await resubmission.Send(store, letter, wait, cancellationToken);
    }

    private static long? Id(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
