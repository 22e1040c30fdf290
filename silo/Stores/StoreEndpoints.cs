using Crm.Core.Definitions;
using Crm.Postgres.Stores;
using Crm.Silo.Auth;
using Crm.Silo.Http;

namespace Crm.Silo.Stores;

internal static class StoreEndpoints
{
    private const int MaxName = 40;

    public static void MapStores(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapManagement("stores", "Stores").RequireAuthorization(Scopes.Stores);
        group.MapPost("", Create).Produces<CreatedStoreBody>(StatusCodes.Status201Created).Fails(409)
            .WithSummary("Creates a store with its first two keys, which are shown this once.").WithDescription("With the admin key of the process. Clock, zone and currency are fixed from then on.");
        group.MapPost("{name}/keys", AddKeys).Produces<CreatedStoreBody>(StatusCodes.Status201Created).Fails(404)
            .WithSummary("Gives a store two more keys, shown this once.").WithDescription("With the admin key of the process, where a store's keys were lost. Those it has stay valid until they are deleted.");
        group.MapGet("", List).Produces<Page<StoreBody>>().WithSummary("The stores, by name.");
    }

    private static async Task<IResult> Create(Body<NewStoreBody> body, StoreRepository stores, ApiKeys keys, CancellationToken cancellationToken)
    {
        var errors = Check(body.Value, out var settings);
        if (errors.Count > 0)
        {
            return Problem.Bad(errors);
        }

        if (!await stores.Create(settings, cancellationToken))
        {
            return Problem.Conflict("There is a store of that name.");
        }

        return await WithKeys(settings, keys, cancellationToken);
    }

    private static async Task<IResult> AddKeys(string name, StoreRepository stores, ApiKeys keys, CancellationToken cancellationToken) =>
        await stores.Find(name, cancellationToken) is { } settings ? await WithKeys(settings, keys, cancellationToken) : Problem.NotFound("There is no store of that name.");

    private static async Task<IResult> WithKeys(StoreSettings settings, ApiKeys keys, CancellationToken cancellationToken)
    {
        var write = await keys.Create(settings.Name, KeyKind.Write, "Write key", [], cancellationToken);
        var api = await keys.Create(settings.Name, KeyKind.Api, "API key", Scopes.All, cancellationToken);
        var store = View(settings);
        return TypedResults.Json(
            new CreatedStoreBody(store.Name, store.Clock, store.Zone, store.Currency, write.Secret, api.Secret), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> List(Paging paging, StoreRepository stores, CancellationToken cancellationToken)
    {
        var all = await stores.All(cancellationToken);
        var page = all.Where(store => string.CompareOrdinal(store.Name, paging.After) > 0).Take(paging.Limit + 1).Select(View).ToList();
        return TypedResults.Ok(new Page<StoreBody>(
            [.. page.Take(paging.Limit)], page.Count > paging.Limit ? Paging.Encode(page[paging.Limit - 1].Name) : null));
    }

    private static StoreBody View(StoreSettings store) => new(store.Name, store.Clock == StoreClock.Log ? "log" : "wall", store.Zone, store.Currency);

    private static List<FieldError> Check(NewStoreBody body, out StoreSettings settings)
    {
        var errors = new List<FieldError>();
        settings = new(body.Name ?? "", body.Clock == "log" ? StoreClock.Log : StoreClock.Wall, body.Zone ?? "UTC", body.Currency ?? "USD");
        if (settings.Name.Length is 0 or > MaxName || !settings.Name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            errors.Add(new("name", $"Must be 1 to {MaxName} of a-z, 0-9 and -."));
        }

        if (body.Clock is not (null or "wall" or "log"))
        {
            errors.Add(new("clock", "Must be \"wall\" or \"log\"."));
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(settings.Zone, out var zone) || !zone.HasIanaId)
        {
            errors.Add(new("zone", "Must be an IANA time zone such as America/Sao_Paulo."));
        }

        if (settings.Currency.Length != 3 || !settings.Currency.All(char.IsAsciiLetterUpper))
        {
            errors.Add(new("currency", "Must be an ISO 4217 code such as BRL."));
        }

        return errors;
    }
}
