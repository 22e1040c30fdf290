namespace Crm.Silo.Telemetry;

internal static class MetricEndpoints
{
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", static (Metrics metrics) => TypedResults.Text(metrics.Write(), PrometheusText.ContentType))
            .WithTags("Health").WithSummary("All metrics of the process, as Prometheus reads them.").Produces<string>(contentType: "text/plain");
}
