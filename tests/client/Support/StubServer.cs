using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crm.Client.Tests.Support;

/// <summary>A stand-in for the CRM on the loopback interface, which answers as a test wants it: also badly, late, or not at all.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <param name="answer">Of every request.</param>
    public static async Task<StubServer> Start(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(static host => host.ShutdownTimeout = TimeSpan.Zero); // hung requests are dropped
        var app = builder.Build();
        app.Run(context => answer(context));
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

internal static class StubAnswers
{
    public static Task Json(this HttpContext context, string json, HttpStatusCode status = HttpStatusCode.OK) => context.Answer(json, "application/json", status);

    public static Task Problem(this HttpContext context, HttpStatusCode status, string members = "") =>
        context.Answer($$"""{"type":"about:blank","title":"{{status}}","status":{{(int)status}}{{members}}}""", "application/problem+json", status);

    public static Task Answer(this HttpContext context, string body, string type, HttpStatusCode status = HttpStatusCode.OK)
    {
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Never answers; ends when the client gives up or the server is disposed.</summary>
    public static async Task Hang(this HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var _ = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    /// <summary>The body as text.</summary>
    public static async Task<string> Text(this HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body, Encoding.UTF8);
        return await body.ReadToEndAsync();
    }

    /// <summary>The events of a compressed batch.</summary>
    public static async Task<List<JsonElement>> Events(this HttpContext context)
    {
        Assert.Equal("/v1/batch", context.Request.Path);
        Assert.Equal("gzip", context.Request.Headers.ContentEncoding);
        await using var plain = new GZipStream(context.Request.Body, CompressionMode.Decompress);
        var bytes = new MemoryStream();
        await plain.CopyToAsync(bytes);
        Assert.InRange(bytes.Length, 1, 500 * 1024);
        return [.. JsonElement.Parse(bytes.ToArray()).GetProperty("batch").EnumerateArray()];
    }
}
