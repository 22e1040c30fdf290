namespace Crm.Silo.Http;

/// <summary>What routes say of themselves, for the OpenAPI document.</summary>
internal static class Described
{
    /// <summary>The statuses that a call may answer with a <see cref="Problem"/>.</summary>
    public static TBuilder Fails<TBuilder>(this TBuilder builder, params int[] statuses) where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata([.. statuses.Select(static status => new ProducesResponseTypeMetadata(status, typeof(Problem), [Problem.ContentType]))]);
        return builder;
    }

    /// <summary>A group of management calls: by API key, with arguments checked before the handler runs.</summary>
    public static RouteGroupBuilder MapManagement(this IEndpointRouteBuilder routes, string path, string tag)
    {
        var group = routes.MapGroup($"/api/v1/{path}").WithTags(tag).Fails(400, 401, 403);
        group.AddEndpointFilter<RouteGroupBuilder, BoundFilter>();
        return group;
    }
}
