using System.Globalization;
using System.Security.Claims;
using Crm.Core.Definitions;
using Crm.Core.Profiles;
using Crm.Silo.Auth;
using Crm.Silo.Http;
using Crm.Silo.Segments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crm.Silo.Profiles;

internal static class ProfileEndpoints
{
    public static void MapProfiles(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapManagement("profile/settings", "Customers");
        group.MapGet("", Get).RequireAuthorization(Scopes.CustomersRead).Produces<ProfileBody>()
            .WithSummary("How the store reads what it is told of its customers.").WithDescription("The ETag is their version, for If-Match.");
        group.MapPut("", Put).RequireAuthorization(Scopes.Admin).Produces<ProfileBody>().Fails(412, 413)
            .WithSummary("Replaces them.")
            .WithMetadata(new WaitsFor("live"))
            .WithDescription("They hold for what is read after them. The same again changes nothing. If-Match names the version that may be replaced; If-None-Match: * replaces the defaults only. ?wait=live waits until they hold everywhere.");
    }

    private static async Task<IResult> Get(ClaimsPrincipal caller, SegmentViews views, HttpContext context) =>
        Answer((await views.Store(caller.Store()).Profile()).Settings, context);

    private static async Task<IResult> Put(Body<PutProfileBody> body, IfMatch match, ClaimsPrincipal caller, SegmentViews views, HttpContext context)
    {
        var wait = Wait.From(context.Request.Query, "live");
        var errors = body.Value.Check(out var settings);
        if (wait.Problem is not null || errors.Count > 0)
        {
            return wait.Problem ?? Problem.Bad(errors);
        }

        var result = await views.Store(caller.Store()).PutProfile(ProfileSettingsJson.ToText(settings), match.Version);
        var now = ProfileBody.Of(result.Settings);
        if (result.Status != EditStatus.Done)
        {
            return new Problem(StatusCodes.Status412PreconditionFailed) { Detail = $"The settings are at version {now.Version}." };
        }

        if (wait.Applied)
        {
            await views.WaitUntilLive(caller.Store(), now.Version, wait.Timeout, context.RequestAborted);
        }

        return Answer(result.Settings, context);
    }

    private static Ok<ProfileBody> Answer(string settings, HttpContext context)
    {
        var body = ProfileBody.Of(settings);
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{body.Version}\"");
        return TypedResults.Ok(body);
    }
}
