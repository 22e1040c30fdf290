using System.Globalization;
using System.Text;
using Crm.Core.Time;
using Crm.Grains.Triggers;

namespace Crm.Silo.Tests.Webhooks;

/// <summary>What answers mean, and how much of them is read.</summary>
public class WebhookAnswerTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
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

    internal static void AssertTellsNoSecret(ActionOutcome outcome) =>
        Assert.All((string[])["t0ken", "maria", "whsec_", "   at ", "Exception"], secret => Assert.DoesNotContain(secret, outcome.Reason!, StringComparison.Ordinal));
}
