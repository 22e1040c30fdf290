using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crm.Bench.Telemetry;

/// <summary>Takes what is sent by OTLP over HTTP, on a port of this machine, and keeps nothing of it.</summary>
internal sealed class TraceSink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _bytes;

    public TraceSink()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(Drop);
        _app.Start();
        Settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app.Urls.First(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        }).Build();
    }

    public IConfiguration Settings { get; }

    public long Bytes => Volatile.Read(ref _bytes);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Drop(HttpContext context)
    {
        while (true)
        {
            var read = await context.Request.BodyReader.ReadAsync();
            Interlocked.Add(ref _bytes, read.Buffer.Length);
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}
