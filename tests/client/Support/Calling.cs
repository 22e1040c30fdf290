using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Crm.Client.Tests.Support;

/// <summary>A client whose every call is answered by a test.</summary>
internal sealed class Calling : IAsyncDisposable
{
    private readonly StubServer _server;

    private Calling(StubServer server, ConcurrentQueue<string> requests, Action<CrmClientOptions>? configure)
    {
        (_server, Requests) = (server, requests);
        Options = new() { Url = server.Url, ApiKey = "the-api-key", Timeout = TimeSpan.FromMinutes(5), StreamIdleTimeout = TimeSpan.FromMinutes(10) };
        configure?.Invoke(Options);
        Client = new(Options, logger: Log, time: Time);
    }

    public CrmClient Client { get; }

    public CrmClientOptions Options { get; }

    public TestTime Time { get; } = new();

    public TestLog Log { get; } = new();

    /// <summary>Method and raw target of each request, in order.</summary>
    public ConcurrentQueue<string> Requests { get; }

    public static async Task<Calling> To(Func<HttpContext, Task> answer, Action<CrmClientOptions>? configure = null)
    {
        var requests = new ConcurrentQueue<string>();
        var server = await StubServer.Start(context =>
        {
            requests.Enqueue($"{context.Request.Method} {context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget}");
            return answer(context);
        });
        return new(server, requests, configure);
    }

    /// <summary>One after the other, the last one for ever.</summary>
    public static Task<Calling> To(params IReadOnlyList<Func<HttpContext, Task>> answers)
    {
        var next = -1;
        return To(context => answers[Math.Min(Interlocked.Increment(ref next), answers.Count - 1)](context));
    }

    public static Func<HttpContext, Task> Json(string json) => context => context.Json(json);

    public static Func<HttpContext, Task> Problem(HttpStatusCode status, string members = ",\"detail\":\"why\"") => context => context.Problem(status, members);

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _server.DisposeAsync();
    }
}
