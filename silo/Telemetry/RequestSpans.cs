using System.Diagnostics;
using Crm.Ingest.Telemetry;

namespace Crm.Silo.Telemetry;

/// <summary>Names the framework's span of a request by its route: the path, which may name a customer, stands in no span.</summary>
internal static class RequestSpans
{
    public static void UseRequestSpans(this IApplicationBuilder app) => app.Use(static (context, next) =>
        Traces.Current is not null && Activity.Current is { } span ? Describe(span, context, next) : next(context));

    private static async Task Describe(Activity span, HttpContext context, RequestDelegate next)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        span.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
        span.SetTag("http.request.method", context.Request.Method).SetTag("http.route", route);
        await next(context);
        var status = context.Response.StatusCode;
        span.SetTag("http.response.status_code", status).SetStatus(status >= StatusCodes.Status500InternalServerError ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
    }
}
