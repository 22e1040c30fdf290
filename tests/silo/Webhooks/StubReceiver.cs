using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Crm.Silo.Tests.Webhooks;

/// <summary>A receiver that reads each request whole and then writes what it is told to, byte for byte.</summary>
internal sealed class StubReceiver : IDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Stream, CancellationToken, Task> _answer;
    private readonly X509Certificate2? _certificate;

    /// <param name="answer">Writes the answer; the connection is closed when it throws.</param>
    /// <param name="certificate">Speaks TLS by it.</param>
    public StubReceiver(Func<Stream, CancellationToken, Task> answer, X509Certificate2? certificate = null, string address = "127.0.0.1")
    {
        (_answer, _certificate) = (answer, certificate);
        _listener = new(IPAddress.Parse(address), 0);
        _listener.Start();
        _ = Accept();
    }

    /// <param name="head">Status line and header lines, without Content-Length.</param>
    public StubReceiver(params string[] head) : this(Saying(head))
    {
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Url => new($"{(_certificate is null ? "http" : "https")}://{((IPEndPoint)_listener.LocalEndpoint).Address}:{Port}/hook?token=t0ken");

    public ConcurrentQueue<StubRequest> Requests { get; } = new();

    /// <summary>How the last connection ended; null where the other side closed it between two requests.</summary>
    public TaskCompletionSource<Exception?> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static Func<Stream, CancellationToken, Task> Saying(params string[] head) => (stream, cancellationToken) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {string.Join("\r\n", head)}\r\nContent-Length: 0\r\n\r\n"), cancellationToken).AsTask();

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    private async Task Accept()
    {
        while (!_stop.IsCancellationRequested)
        {
            _ = Serve(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var connection = client;
        try
        {
            await using var stream = await Open(client.GetStream());
            while (await StubRequest.Read(stream, _stop.Token) is { } request)
            {
                Requests.Enqueue(request);
                await _answer(stream, _stop.Token);
            }

            Ended.TrySetResult(null);
        }
        catch (Exception exception)
        {
            Ended.TrySetResult(exception);
        }
    }

    private async Task<Stream> Open(Stream stream)
    {
        if (_certificate is null)
        {
            return stream;
        }

        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(_certificate);
        return secure;
    }
}

internal sealed record StubRequest(string Line, Dictionary<string, string> Headers, byte[] Body)
{
    public string this[string header] => Headers[header];

    /// <returns>Null at the end of the connection.</returns>
    public static async Task<StubRequest?> Read(Stream stream, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!Encoding.ASCII.GetString([.. head.TakeLast(4)]).Equals("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(static line => line.Split(": ", 2)).ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return new(lines[0], headers, body);
    }
}
