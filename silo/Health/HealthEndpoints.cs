namespace Crm.Silo.Health;

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").WithTags("Health");
        group.MapGet("live", static () => TypedResults.Ok(new HealthBody("live", null))).Produces<HealthBody>()
            .WithSummary("Answers as long as the process can; what it depends on is not asked.");
        group.MapGet("ready", Ready).Produces<HealthBody>().Produces<HealthBody>(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("200 once database and log answer and every partition of this process has replayed what was durable; else 503 with what is missing.");
    }

    private static async Task<IResult> Ready(Readiness readiness, CancellationToken cancellationToken)
    {
        var missing = await readiness.Missing(cancellationToken);
        return missing.Count == 0
            ? TypedResults.Ok(new HealthBody("ready", null))
            : TypedResults.Json(new HealthBody("starting", missing), HealthJson.Default.HealthBody, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
