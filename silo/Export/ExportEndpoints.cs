using System.Security.Claims;
using Crm.Silo.Access;
using Crm.Silo.Auth;
using Crm.Silo.Http;

namespace Crm.Silo.Export;

internal static class ExportEndpoints
{
    public static void MapExport(this IEndpointRouteBuilder routes) =>
        routes.MapManagement("customers/{id}/export", "Privacy").MapPost("", Post).RequireAuthorization(Scopes.Privacy)
            .HoldsPersonalData(ofCustomer: true).Produces<ExportDocument>().Fails(404, 429)
            .WithSummary("All that the store holds of one customer, as one JSON document to be taken elsewhere.")
            .WithDescription("GDPR article 20, LGPD article 18, V. The schema is at /docs/export.schema.json. Read it as it comes: it is as long as the customer's history.");

    private static Task<IResult> Post(CustomerId id, ClaimsPrincipal caller, Exports exports, CancellationToken cancellationToken) =>
        exports.Open(caller.Store(), id.Text, cancellationToken);
}

/// <summary>As docs/export.md has it.</summary>
internal sealed record ExportDocument;
