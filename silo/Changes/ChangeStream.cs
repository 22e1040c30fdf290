using System.Text;
using System.Text.Json;
using Crm.Postgres.Feed;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Changes;

/// <summary>Answers with changes as Server-Sent Events (https://html.spec.whatwg.org/multipage/server-sent-events.html), as long as somebody listens.</summary>
internal sealed class ChangeStream(OpenStreams streams, FeedCursor? after, string store, string? segment) : IResult
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20); // after a look that found something, however fast commits follow each other
    private static readonly TimeSpan LookAnyway = TimeSpan.FromMilliseconds(500); // for commits of other processes
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private FeedCursor? _after = after;
    private long _spoke = streams.Time.GetTimestamp(); // last wrote anything

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        try
        {
            await Answer(httpContext);
        }
        finally
        {
            streams.Closed();
        }
    }

    private async Task Answer(HttpContext httpContext)
    {
        if ((await streams.After(_after, store, segment, httpContext.RequestAborted)).Expired)
        {
            await ChangeEndpoints.Expired.ExecuteAsync(httpContext);
            return;
        }

        httpContext.Response.ContentType = "text/event-stream";
        httpContext.Response.Headers.CacheControl = "no-cache";
        httpContext.Response.Headers["X-Accel-Buffering"] = "no";
        var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, streams.Stopping);
        try
        {
            await httpContext.Response.WriteAsync(_after is { } place ? $"retry: 1000\nid: {place.Encode()}\n\n" : "retry: 1000\n\n", stop.Token); // whoever breaks off before the first change goes on here
            await Run(httpContext.Response, json, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The listener went, or the process stops: it comes back with Last-Event-ID.
        }
    }

    private async Task Run(HttpResponse response, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        using var listener = streams.Follow(store, segment);
        while (true)
        {
            var (looked, news) = (streams.Time.GetTimestamp(), listener.Next);
            var page = await streams.After(_after, store, segment, cancellationToken);
            if (page.Expired)
            {
                return; // the listener was that slow: coming back, it hears of it
            }

            var place = page.Start;
            foreach (var change in page.Items)
            {
                _after = place = place.With(change.Partition, change.Number);
                var data = JsonSerializer.Serialize(ChangeViews.Of(change), json);
                _spoke = looked;
                await response.WriteAsync($"id: {_after.Encode()}\nevent: change\ndata: {data}\n\n", Encoding.UTF8, cancellationToken);
            }

            await response.Body.FlushAsync(cancellationToken);
            if (!page.More)
            {
                await Wait(response, page.Items.IsEmpty ? TimeSpan.Zero : Pause, news, cancellationToken);
            }
        }
    }

    private async Task Wait(HttpResponse response, TimeSpan pause, Task news, CancellationToken cancellationToken)
    {
        await Task.Delay(pause, streams.Time, cancellationToken);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(news, Task.Delay(LookAnyway, streams.Time, enough.Token));
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (streams.Time.GetElapsedTime(_spoke) >= KeepAlive)
        {
            await response.WriteAsync(": still here\n\n", cancellationToken);
            _spoke = streams.Time.GetTimestamp();
        }
    }
}
