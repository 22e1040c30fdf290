using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;

namespace Crm.Silo.Docs;

/// <summary>The OpenAPI document, and the page that shows it.</summary>
internal static class DescriptionServices
{
    private const string Csp = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void AddDescription(this IServiceCollection services) => services.AddOpenApi("v1", static openApi =>
    {
        openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        openApi.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info = new()
            {
                Title = "Crm",
                Version = "v1",
                Description = "Events in by the collector, segments and their changes out. Instants are UTC ISO-8601, amounts decimal strings in the store's currency, errors RFC 9457 problems.",
            };
            document.Components ??= new();
            document.Components.SecuritySchemes = Security.Schemes();
            return Task.CompletedTask;
        });
        openApi.AddOperationTransformer(Operations.Describe);
        openApi.AddSchemaTransformer(Schemas.Describe);
    });

    public static void MapDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapGet("/docs", static (HttpContext context) => Page(context, "page.html", "text/html")).ExcludeFromDescription();
        routes.MapGet("/docs/page.js", static (HttpContext context) => Page(context, "page.js", "text/javascript")).ExcludeFromDescription();
        routes.MapGet("/docs/page.css", static (HttpContext context) => Page(context, "page.css", "text/css")).ExcludeFromDescription();
        routes.MapGet("/docs/export.schema.json", static (HttpContext context) => Page(context, "export.schema.json", "application/schema+json")).ExcludeFromDescription();
    }

    private static FileStreamHttpResult Page(HttpContext context, string name, string type)
    {
        context.Response.Headers.ContentSecurityPolicy = Csp;
        return TypedResults.Stream(typeof(DescriptionServices).Assembly.GetManifestResourceStream(name)!, $"{type}; charset=utf-8");
    }
}
