using System.Security.Claims;
using Crm.Postgres.Webhooks;
using Crm.Silo.Auth;
using Crm.Silo.Http;

namespace Crm.Silo.Webhooks;

internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapManagement("webhook-secret", "Webhooks").RequireAuthorization(Scopes.Automations);
        group.MapGet("", Get).Produces<WebhookSecretBody>()
            .WithSummary("The secret that the store's webhooks are signed with.").WithDescription("Made when it is first asked for or needed. Signatures are those of Standard Webhooks.");
        group.MapPost("rotate", Rotate).Produces<WebhookSecretBody>().Fails(409)
            .WithSummary("Makes a new secret; the one before signs too for 24 hours more.")
            .WithDescription("Until then each webhook carries a signature by either, so that receivers can take the new one at any moment. Other processes may sign by the old one alone for some seconds more.");
    }

    private static async Task<IResult> Get(ClaimsPrincipal caller, WebhookSecrets secrets, CancellationToken cancellationToken) =>
        TypedResults.Ok(WebhookSecretBody.Of(await secrets.Find(caller.Store(), cancellationToken)));

    private static async Task<IResult> Rotate(ClaimsPrincipal caller, WebhookSecrets secrets, CancellationToken cancellationToken) =>
        await secrets.Rotate(caller.Store(), cancellationToken)
            ? await Get(caller, secrets, cancellationToken)
            : Problem.Conflict($"{WebhookSecrets.MaxSigning} secrets sign already, which is as many as may: rotate again once one of them ends (\"former\", \"signsUntil\").");
}
