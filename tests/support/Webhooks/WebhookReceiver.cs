using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Crm.TestSupport.Webhooks;

/// <summary>A receiver of webhooks on loopback that can be away, answer badly, or not at all.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly int _port;
    private readonly ConcurrentQueue<ReceivedWebhook> _received = new();
    private readonly CancellationTokenSource _stop = new();
    private HttpListener? _listener;
    private Task _serving = Task.CompletedTask;

    public WebhookReceiver()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _port = ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public string Url => $"http://127.0.0.1:{_port}/hook";

    /// <summary>All that came, in the order of coming, whatever was answered.</summary>
    public IReadOnlyCollection<ReceivedWebhook> Received => _received;

    /// <summary>What to answer to the so-many-th request, from 1; null for no answer before the sender's patience ends.</summary>
    public Func<int, int?> Answers { get; set; } = static _ => 200;

    /// <summary>How long after it came such a request is answered 200 all the same, when the sender has gone; by default never.</summary>
    public Func<TimeSpan> Late { get; set; } = static () => Timeout.InfiniteTimeSpan;

    /// <summary>How often that was.</summary>
    public int AnsweredLate { get; private set; }

    public void Open()
    {
        _listener = new();
        _listener.Prefixes.Add($"http://127.0.0.1:{_port}/");
        _listener.Start();
        _serving = Serve(_listener);
    }

    public async Task Close()
    {
        _listener?.Abort();
        _listener = null;
        await _serving;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Close();
        _stop.Dispose();
    }

    private async Task Serve(HttpListener listener)
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception thrown) when (thrown is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Answer(context);
        }
    }

    private async Task Answer(HttpListenerContext context)
    {
        try
        {
            context.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable; // a listener that is closed meanwhile answers by itself, and must not say 200
            using var reader = new StreamReader(context.Request.InputStream);
            var body = await reader.ReadToEndAsync(_stop.Token);
            int? answer;
            TimeSpan late;
            lock (_received)
            {
                (answer, late) = (Answers(_received.Count + 1), Late());
                _received.Enqueue(new(context.Request.Headers["webhook-id"]!, body, context.Request.Headers["traceparent"], answer));
            }

            if (answer is null)
            {
                await Task.Delay(late, _stop.Token);
                AnsweredLate++;
            }

            context.Response.StatusCode = answer ?? 200;
            context.Response.ContentLength64 = 0;
            context.Response.Close();
        }
        catch (Exception thrown) when (thrown is OperationCanceledException or HttpListenerException or ObjectDisposedException or IOException)
        {
            context.Response.Abort(); // the sender went away, or the receiver did
        }
    }
}

/// <param name="Id">The idempotency key.</param>
/// <param name="Body">JSON.</param>
/// <param name="TraceParent">Null for one that belongs to no recorded trace.</param>
/// <param name="Answer">What it was answered with; null for none, or none in time.</param>
public sealed record ReceivedWebhook(string Id, string Body, string? TraceParent, int? Answer)
{
    public JsonElement Data => JsonElement.Parse(Body).GetProperty("data");

    public string Customer => Data.GetProperty("customer").GetProperty("id").GetString()!;
}
