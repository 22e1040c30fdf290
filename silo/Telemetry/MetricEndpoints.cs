using System.Text;

namespace Crm.Silo.Telemetry;

internal static class MetricEndpoints
{
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", static (Metrics metrics, HttpContext context) => Write(metrics.Write(), context))
            .WithTags("Health").WithSummary("All metrics of the process, as Prometheus reads them.").Produces<string>(contentType: "text/plain");

    private static async Task Write(StringBuilder text, HttpContext context)
    {
        context.Response.ContentType = PrometheusText.ContentType;
        var encoder = Encoding.UTF8.GetEncoder(); // a piece may end in the middle of a character
        foreach (var piece in text.GetChunks())
        {
            encoder.Convert(piece.Span, context.Response.BodyWriter, flush: false, out _, out _);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }
}
