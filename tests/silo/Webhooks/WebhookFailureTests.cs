using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Crm.Core.Time;
using Crm.Grains.Triggers;

namespace Crm.Silo.Tests.Webhooks;

public class WebhookFailureTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(200, null)]
    [InlineData(299, null)]
    [InlineData(408, ActionFailure.Busy)]
    [InlineData(425, ActionFailure.Busy)]
    [InlineData(429, ActionFailure.Busy)]
    [InlineData(500, ActionFailure.Busy)]
    [InlineData(503, ActionFailure.Busy)]
    [InlineData(599, ActionFailure.Busy)]
    [InlineData(300, ActionFailure.Refused)]
    [InlineData(302, ActionFailure.Refused)]
    [InlineData(304, ActionFailure.Refused)]
    [InlineData(400, ActionFailure.Refused)]
    [InlineData(401, ActionFailure.Refused)]
    [InlineData(404, ActionFailure.Refused)]
    [InlineData(410, ActionFailure.Forbidden)]
    [InlineData(600, ActionFailure.Refused)]
    public async Task Send_Answered_HasTheClassOfTheStatus(int status, ActionFailure? expected)
    {
        using var receiver = new StubReceiver($"{status} Whatever", "Location: /elsewhere");

        var outcome = await fixture.Send(receiver.Url);

        Assert.Equal((expected, status), (outcome.Failure, outcome.Status));
        Assert.Single(receiver.Requests);
        if (expected is not null)
        {
            AssertTellsNoSecret(outcome);
            Assert.Contains(status.ToString(CultureInfo.InvariantCulture), outcome.Reason, StringComparison.Ordinal);
            Assert.DoesNotContain("Whatever", outcome.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("soon", null)]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT", null)] // long past
    public async Task Send_TooManyRequests_TakesASaneRetryAfter(string retryAfter, int? seconds)
    {
        using var receiver = new StubReceiver("429 Too Many Requests", $"Retry-After: {retryAfter}");

        var outcome = await fixture.Send(receiver.Url);

        Assert.Equal((ActionFailure.Busy, seconds is { } value ? TimeSpan.FromSeconds(value) : null), (outcome.Failure, outcome.RetryAfter));
    }

    [Fact]
    public async Task Send_RetryAfterAsADate_IsTheTimeUntilThen()
    {
        using var receiver = new StubReceiver("503 Service Unavailable", $"Retry-After: {DateTimeOffset.UtcNow.AddMinutes(10):R}");

        var outcome = await fixture.Send(receiver.Url);

        Assert.InRange(outcome.RetryAfter!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Send_NobodyListens_IsUnreachable()
    {
        Uri url;
        using (var gone = new StubReceiver("200 OK"))
        {
            url = gone.Url;
        }

        AssertUnreachable(await fixture.Send(url), "refused the connection");
    }

    [Fact]
    public async Task Send_NameThatIsNone_IsUnreachable() => AssertUnreachable(
        await fixture.Send(new("https://hooks.example/"), resolve: static (_, _) => throw new SocketException((int)SocketError.HostNotFound)), "could not be resolved");

    [Fact]
    public async Task Send_ConnectionReset_IsUnreachable()
    {
        using var receiver = new StubReceiver(static (_, _) => throw new IOException("closed without an answer"));

        AssertUnreachable(await fixture.Send(receiver.Url), "broke the connection off");
    }

    [Fact]
    public async Task Send_SomethingElseThanHttp_IsUnreachable()
    {
        using var receiver = new StubReceiver(static (stream, stop) => stream.WriteAsync("SSH-2.0-OpenSSH_9.2\r\n\r\n"u8.ToArray(), stop).AsTask());

        AssertUnreachable(await fixture.Send(receiver.Url), "no proper HTTP");
    }

    [Fact]
    public async Task Send_HangsBeforeTheAnswer_IsUnreachableInTime()
    {
        using var receiver = new StubReceiver(static (_, stop) => Task.Delay(Timeout.Infinite, stop));

        AssertUnreachable(await fixture.Send(receiver.Url, timeout: Short).WaitAsync(Patience), "gave no answer in time");
    }

    [Fact]
    public async Task Send_DripsItsHeaders_IsUnreachableInTime()
    {
        using var receiver = new StubReceiver(static async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nX-A"u8.ToArray(), stop);
            await Task.Delay(Timeout.Infinite, stop);
        });

        AssertUnreachable(await fixture.Send(receiver.Url, timeout: Short).WaitAsync(Patience), "gave no answer in time");
    }

    [Fact]
    public async Task Send_HeadersWithoutEnd_IsUnreachable()
    {
        using var receiver = new StubReceiver(static async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), stop);
            while (true)
            {
                await stream.WriteAsync("X-More: and more\r\n"u8.ToArray(), stop);
            }
        });

        AssertUnreachable(await fixture.Send(receiver.Url).WaitAsync(Patience), "no proper HTTP");
    }

    [Fact]
    public async Task Send_HangsInTheBody_IsDoneAtTheHead()
    {
        using var receiver = new StubReceiver(static async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal"u8.ToArray(), stop);
            await Task.Delay(Timeout.Infinite, stop);
        });

        Assert.Null((await fixture.Send(receiver.Url).WaitAsync(Patience)).Failure);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked", "1000\r\n")]
    [InlineData("Connection: close", "")]
    [InlineData("Content-Length: 9000000000", "")]
    public async Task Send_BodyWithoutEnd_IsDoneAndTheConnectionClosed(string framing, string before)
    {
        byte[] piece = [.. Encoding.ASCII.GetBytes(before), .. new byte[4096], .. before.Length > 0 ? "\r\n"u8.ToArray() : []];
        using var receiver = new StubReceiver(async (stream, stop) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n"), stop);
            while (true)
            {
                await stream.WriteAsync(piece, stop);
            }
        });

        using var handler = WebhookFixture.Handler(); // open until the end: it must close the connection by itself

        Assert.Null((await fixture.Send(handler, receiver.Url, Instant.From(DateTimeOffset.UtcNow)).WaitAsync(Patience)).Failure);
        Assert.IsAssignableFrom<IOException>(await receiver.Ended.Task.WaitAsync(Patience)); // its writing failed: nobody reads on
    }

    [Fact]
    public async Task Send_UntrustedCertificate_IsUnreachable()
    {
        using var receiver = new StubReceiver(StubReceiver.Saying("200 OK"), fixture.Certificate);

        AssertUnreachable(await fixture.Send(receiver.Url), "No trusted TLS connection");
        Assert.Empty(receiver.Requests);
        Assert.Null((await fixture.Send(receiver.Url, trusting: true)).Failure);
    }

    [Fact]
    public async Task Send_SilentInsteadOfTls_IsUnreachableInTime()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start(); // connections come about in its backlog, and nobody answers
        var url = new Uri($"https://{listener.LocalEndpoint}/");

        AssertUnreachable(await fixture.Send(url, connectTimeout: Short).WaitAsync(Patience), "let no connection come about in time");
    }

    private static void AssertUnreachable(ActionOutcome outcome, string reason)
    {
        Assert.Equal((ActionFailure.Unreachable, null), (outcome.Failure, outcome.Status));
        Assert.Contains(reason, outcome.Reason, StringComparison.Ordinal);
        AssertTellsNoSecret(outcome);
    }

    private static void AssertTellsNoSecret(ActionOutcome outcome) =>
        Assert.All((string[])["t0ken", "maria", "whsec_", "   at ", "Exception"], secret => Assert.DoesNotContain(secret, outcome.Reason!, StringComparison.Ordinal));
}
