using System.Data.Common;
using Crm.Ingest.Logs;
using Crm.Silo.Engine;
using Microsoft.AspNetCore.Diagnostics;

namespace Crm.Silo.Http;

/// <summary>Turns what a handler threw into a problem, and logs it once: this is the boundary that knows the route.</summary>
internal sealed class Failures(ICluster cluster, ILogger<Failures> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            BadHttpRequestException bad => new Problem(bad.StatusCode),
            LogUnavailableException => Problem.Unavailable("The log did not answer: whether the records were appended is not known. Send them again with the same ids."),
            DbException { IsTransient: true } => Problem.Unavailable("The database did not answer in time. Try again."),
            TimeoutException => Problem.Unavailable("It was not answered in time. Try again."),
            _ when cluster.IsUnreachable(exception) => Problem.Unavailable("The process that this is known to could not be reached. Try again."),
            _ => new Problem(StatusCodes.Status500InternalServerError),
        };
        if (problem.Status >= StatusCodes.Status500InternalServerError)
        {
            logger.RequestFailed(exception, httpContext.Request.Method, Route(httpContext), problem.Status);
        }

        await problem.ExecuteAsync(httpContext);
        return true;
    }

    // The pattern, not the path: a path names customers.
    private static string Route(HttpContext context) =>
        (context.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "unknown";
}
