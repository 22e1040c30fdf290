using Crm.Silo.Http;

namespace Crm.Silo.Collector;

/// <summary>The tracking API as Segment's SDKs call it, and the short paths that its browser SDK uses.</summary>
internal static class CollectorEndpoints
{
    public const string Cors = "collector";

    public static void MapCollector(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Collector").RequireCors(Cors).Fails(400, 401, 413, 429, 503).WithMetadata(new WaitsFor("applied"));
        foreach (var type in (ReadOnlySpan<string>)["track", "identify", "page", "screen", "group", "alias"])
        {
            Map(group, type, type).WithSummary($"Takes one {type} event.");
            Map(group, type[..1], type).ExcludeFromDescription();
        }

        Map(group, "batch", null).WithSummary("Takes up to 2,500 events of 32 KB each, 500 KB in all.")
            .WithDescription("The good events are appended to the log; the bad ones become dead letters and the answer names them.");
        Map(group, "b", null).ExcludeFromDescription();
    }

    private static RouteHandlerBuilder Map(RouteGroupBuilder group, string path, string? type) =>
        group.MapPost(path, (HttpContext context, Collector collector) => collector.Receive(context, type)).Produces<CollectorAnswer>();
}
