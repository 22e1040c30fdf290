using System.Globalization;
using System.Security.Claims;
using Crm.Ingest.Pumps;
using Crm.Postgres.Retention;
using Crm.Silo.Auth;
using Crm.Silo.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Retention;

internal static class PrivacyEndpoints
{
    public static void MapPrivacy(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapManagement("privacy/settings", "Privacy").RequireAuthorization(Scopes.Privacy);
        group.MapGet("", Get).Produces<PrivacyBody>()
            .WithSummary("For how long the store keeps what.").WithDescription("The ETag is their version, for If-Match.");
        group.MapPut("", Put).Produces<PrivacyBody>().Fails(412, 413)
            .WithSummary("Replaces that.")
            .WithDescription("What is older goes little by little, and never comes back. The same again changes nothing. If-Match names the version that may be replaced; If-None-Match: * replaces the defaults only.");
    }

    private static async Task<IResult> Get(ClaimsPrincipal caller, RetentionRepository retention, HttpContext context, CancellationToken cancellationToken) =>
        Answer(await retention.Get(caller.Store(), cancellationToken), context);

    private static async Task<IResult> Put(
        Body<PutPrivacyBody> body, IfMatch match, ClaimsPrincipal caller, RetentionRepository retention, IOptions<PumpOptions> pumps, HttpContext context, CancellationToken cancellationToken)
    {
        var asked = body.Value.Retention ?? new();
        if (asked.Check(pumps.Value.Archive == ArchiveKeeping.Database) is { Count: > 0 } errors)
        {
            return Problem.Bad(errors);
        }

        var (now, done) = await retention.Put(caller.Store(), asked.ToSettings(), match.Version, cancellationToken);
        return done ? Answer(now, context) : new Problem(StatusCodes.Status412PreconditionFailed) { Detail = $"The settings are at version {now.Version}." };
    }

    private static Ok<PrivacyBody> Answer(StoreRetention store, HttpContext context)
    {
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{store.Version}\"");
        return TypedResults.Ok(PrivacyBody.Of(store));
    }
}
