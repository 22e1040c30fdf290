using System.Globalization;
using System.Security.Claims;
using System.Text;
using System.Text.Json.Serialization;
using Crm.Core.Definitions;
using Crm.Core.Time;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Crm.Silo.Auth;
using Crm.Silo.Collector;
using Crm.Silo.Http;

namespace Crm.Silo.Clock;

/// <param name="To">The instant to which the store's time moves; an earlier one than its now changes nothing.</param>
internal sealed record ClockBody([property: JsonRequired] Instant To);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(ClockBody))]
internal sealed partial class ClockJson : JsonSerializerContext;

internal static class ClockEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static void MapClock(this IEndpointRouteBuilder routes) =>
        routes.MapManagement("clock", "Clock").MapPost("", Post).RequireAuthorization(Scopes.Admin).Produces<ClockBody>().Fails(409, 429, 503)
            .WithSummary("Moves the time of a store that is on the log's clock.")
            .WithDescription("Appends a tick to every partition and answers when every wake-up due by then is committed and visible.");

    private static async Task<IResult> Post(
        Body<ClockBody> body, ClaimsPrincipal caller, IStoreDirectory stores, Intake intake, AppliedPositions applied, TimeProvider time, CancellationToken cancellationToken)
    {
        var store = caller.Store();
        if (await stores.Find(store, cancellationToken) is not { Clock: StoreClock.Log })
        {
            return Problem.Conflict("This store is on the wall clock: its time passes by itself. The clock is chosen when a store is created.");
        }

        var payload = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"to":{{body.Value.To.Milliseconds}}}"""));
        var ticks = Enumerable.Range(0, intake.Partitions).Select(partition => new LogAppend(partition, RecordKind.Tick, $"{store}/", payload));
        var (positions, problem) = await intake.Append(store, [.. ticks], cancellationToken);
        return problem is not null ? problem
            : await applied.WaitFor(positions, Patience, time, cancellationToken) ? TypedResults.Ok(body.Value)
            : Problem.Unavailable("The ticks are in the log, but not everything due by then is committed yet. Asking again waits on.");
    }
}
