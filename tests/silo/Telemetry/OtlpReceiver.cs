using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Crm.Silo.Tests.Telemetry;

/// <summary>A span, as it came; ids in hexadecimal, times in nanoseconds.</summary>
public sealed record ReceivedSpan(string Trace, string Id, string Parent, string Name, ulong From, ulong To, IReadOnlyDictionary<string, string> Tags, bool IsError);

/// <summary>Takes what is sent by OTLP over HTTP on loopback, and keeps what tests look at (https://opentelemetry.io/docs/specs/otlp/).</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly ConcurrentQueue<(string Trace, string Text)> _logs = new();
    private readonly ConcurrentDictionary<string, string> _metrics = new();

    public OtlpReceiver()
    {
        using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Url = $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}";
        }

        _listener.Prefixes.Add($"{Url}/");
        _listener.Start();
        _serving = Serve();
    }

    public string Url { get; }

    /// <summary>Settings by which a silo sends everything here, at once, and begins no trace by itself.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Url,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "20",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "20",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
        ["Crm__Telemetry__TraceRatio"] = "0",
    };

    public IReadOnlyCollection<ReceivedSpan> Spans => _spans;

    public IReadOnlyCollection<(string Trace, string Text)> Logs => _logs;

    /// <summary>Units by name.</summary>
    public IReadOnlyDictionary<string, string> Metrics => _metrics;

    public void Clear() => _spans.Clear();

    /// <summary>The spans of a trace once all is there that the test wants of it.</summary>
    public async Task<IReadOnlyList<ReceivedSpan>> Trace(string trace, Func<IReadOnlyList<ReceivedSpan>, bool> isWhole)
    {
        for (var start = Stopwatch.GetTimestamp(); ; await Task.Delay(20))
        {
            var spans = _spans.Where(span => span.Trace == trace).ToArray();
            if (isWhole(spans))
            {
                return spans;
            }

            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30), $"Of the trace came only: {string.Join(", ", spans.Select(static span => span.Name))}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Abort();
        await _serving;
    }

    private async Task Serve()
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                Take(context.Request.Url!.AbsolutePath, new Protobuf(body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
            catch (Exception thrown) when (thrown is HttpListenerException or ObjectDisposedException or IOException)
            {
                if (!_listener.IsListening)
                {
                    return;
                }
            }
        }
    }

    private void Take(string path, Protobuf message)
    {
        switch (path)
        {
            case "/v1/traces":
                foreach (var span in message.All(1, 2, 2))
                {
                    var tags = span.All(9).ToDictionary(static tag => tag.Text(1), static tag => tag.All(2).Select(Value).First());
                    _spans.Enqueue(new(
                        span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), span.Number(7), span.Number(8), tags, span.All(15).Any(static status => status.Number(3) == 2)));
                }

                break;
            case "/v1/metrics":
                foreach (var metric in message.All(1, 2, 2))
                {
                    _metrics[metric.Text(1)] = metric.Text(3);
                }

                break;
            case "/v1/logs":
                foreach (var line in message.All(1, 2, 2))
                {
                    _logs.Enqueue((line.Hex(9), line.All(5).First().Text(1)));
                }

                break;
        }
    }

    private static string Value(Protobuf any) => any.Text(1) is { Length: > 0 } text ? text : $"{any.Number(3)}";
}
