using System.Net.Sockets;
using Crm.Grains.Triggers;

namespace Crm.Silo.Tests.Webhooks;

/// <summary>What happens where there is no answer.</summary>
public class WebhookFailureTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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
        WebhookAnswerTests.AssertTellsNoSecret(outcome);
    }
}
