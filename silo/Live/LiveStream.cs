using System.Data.Common;
using System.Text;
using System.Text.Json;
using Crm.Postgres.Live;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Live;

/// <summary>Answers with how a store stands, second by second, as Server-Sent Events, as long as somebody listens.</summary>
internal sealed class LiveStream(LiveStreams streams, string store, bool firings) : IResult
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private FiringPlace? _place;
    private StatusBody? _known; // told again while the database does not answer

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, streams.Stopping);
        try
        {
            httpContext.Response.ContentType = "text/event-stream";
            httpContext.Response.Headers.CacheControl = "no-cache";
            httpContext.Response.Headers["X-Accel-Buffering"] = "no";
            var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            await httpContext.Response.WriteAsync("retry: 1000\n\n", stop.Token);
            await Run(httpContext.Response, json, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The listener went, or the process stops: it comes back, and begins anew.
        }
        finally
        {
            streams.Closed();
        }
    }

    private async Task Run(HttpResponse response, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, streams.Time);
        do
        {
            foreach (var firing in firings ? await News(cancellationToken) : [])
            {
                await Write(response, "firing", JsonSerializer.Serialize(firing, json), cancellationToken);
            }

            if (await Status(cancellationToken) is { } status)
            {
                await Write(response, "status", JsonSerializer.Serialize(status, json), cancellationToken);
            }

            await response.Body.FlushAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task<IReadOnlyList<FiringBody>> News(CancellationToken cancellationToken)
    {
        try
        {
            if (_place is { } place)
            {
                return await streams.News(place, store, cancellationToken);
            }

            _place = await streams.Now(store, cancellationToken);
        }
        catch (DbException)
        {
            // The status says so; what happens meanwhile is told as long as it is not late.
        }

        return [];
    }

    private async Task<StatusBody?> Status(CancellationToken cancellationToken)
    {
        try
        {
            return _known = await streams.Status(store, cancellationToken);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            var state = await streams.System(cancellationToken);
            return _known is null ? null : _known with { LagSeconds = state.LagSeconds, Health = state.Health };
        }
    }

    private static Task Write(HttpResponse response, string name, string data, CancellationToken cancellationToken) =>
        response.WriteAsync($"event: {name}\ndata: {data}\n\n", Encoding.UTF8, cancellationToken);
}
