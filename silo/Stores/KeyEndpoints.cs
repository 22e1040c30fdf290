using System.Globalization;
using System.Security.Claims;
using Crm.Postgres.Stores;
using Crm.Silo.Auth;
using Crm.Silo.Http;

namespace Crm.Silo.Stores;

internal static class KeyEndpoints
{
    private const int MaxName = 100;

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapManagement("keys", "Keys").RequireAuthorization(Scopes.Admin);
        group.MapPost("", Create).Produces<CreatedKeyBody>(StatusCodes.Status201Created)
            .WithSummary("Creates a key of the store; its secret is shown this once.").WithDescription($"Scopes: {string.Join(", ", Scopes.All)}.");
        group.MapGet("", List).Produces<Page<KeyBody>>().WithSummary("The store's keys, oldest first, without their secrets.");
        group.MapDelete("{id}", Delete).Produces(StatusCodes.Status204NoContent).Fails(404)
            .WithSummary("Deletes a key.").WithDescription("Other processes may believe it for some seconds more.");
    }

    private static async Task<IResult> Create(Body<NewKeyBody> body, ClaimsPrincipal caller, ApiKeys keys, CancellationToken cancellationToken)
    {
        var errors = Check(body.Value);
        if (errors.Count > 0)
        {
            return Problem.Bad(errors);
        }

        var kind = body.Value.Kind == "write" ? KeyKind.Write : KeyKind.Api;
        var created = await keys.Create(caller.Store(), kind, body.Value.Name!, [.. (body.Value.Scopes ?? []).Distinct()], cancellationToken);
        var key = View(created.Key);
        return TypedResults.Json(
            new CreatedKeyBody(key.Id, key.Kind, key.Name, key.Scopes, key.Ending, key.CreatedAt, created.Secret), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> List(Paging paging, ClaimsPrincipal caller, ApiKeys keys, CancellationToken cancellationToken)
    {
        var all = await keys.List(caller.Store(), cancellationToken);
        var start = int.TryParse(paging.After, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : 0;
        return TypedResults.Ok(new Page<KeyBody>(
            [.. all.Skip(start).Take(paging.Limit).Select(View)],
            all.Count > start + paging.Limit ? Paging.Encode((start + paging.Limit).ToString(CultureInfo.InvariantCulture)) : null));
    }

    private static async Task<IResult> Delete(string id, ClaimsPrincipal caller, ApiKeys keys, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var key) && await keys.Delete(caller.Store(), key, cancellationToken)
            ? TypedResults.NoContent()
            : Problem.NotFound("There is no such key.");

    private static KeyBody View(ApiKey key) =>
        new(key.Id.ToString(), key.Kind == KeyKind.Write ? "write" : "api", key.Name, key.Scopes, key.Ending, key.CreatedAt);

    private static List<FieldError> Check(NewKeyBody body)
    {
        var errors = new List<FieldError>();
        if (!Text.IsUsable(body.Name, MaxName))
        {
            errors.Add(new("name", $"Must be text of 1 to {MaxName} characters."));
        }

        if (body.Kind is not (null or "api" or "write"))
        {
            errors.Add(new("kind", "Must be \"api\" or \"write\"."));
        }

        var scopes = body.Scopes ?? [];
        if (scopes.FirstOrDefault(static scope => !Scopes.All.Contains(scope)) is { } unknown)
        {
            errors.Add(new("scopes", $"\"{unknown}\" is none; there are {string.Join(", ", Scopes.All)}."));
        }

        if (body.Kind == "write" ? scopes.Count > 0 : scopes.Count == 0)
        {
            errors.Add(new("scopes", body.Kind == "write" ? "A write key has none." : "An API key needs at least one."));
        }

        return errors;
    }
}
