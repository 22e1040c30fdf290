using System.Text;
using Crm.Grains.Triggers;

namespace Crm.Silo.Tests.Webhooks;

public class RedirectTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    [Theory]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task Send_RedirectedToAnAllowedHost_PostsTheSameThere(string status)
    {
        using var target = new StubReceiver("200 OK");
        using var first = new StubReceiver(status, $"Location: http://127.0.0.1:{target.Port}/there");

        var outcome = await fixture.Send(first.Url);

        Assert.Null(outcome.Failure);
        var (before, after) = (Assert.Single(first.Requests), Assert.Single(target.Requests));
        Assert.Equal("POST /there HTTP/1.1", after.Line);
        Assert.Equal(before.Body, after.Body);
        Assert.Equal(before["webhook-signature"], after["webhook-signature"]);
    }

    [Fact]
    public async Task Send_RedirectedInside_IsForbiddenAndNotSent()
    {
        using var target = new StubReceiver(StubReceiver.Saying("200 OK"), address: "127.0.0.2");
        using var first = new StubReceiver("307 Temporary Redirect", $"Location: {target.Url}");

        var outcome = await fixture.Send(first.Url);

        Assert.Equal(ActionFailure.Forbidden, outcome.Failure);
        Assert.Contains("127.0.0.2 lies inside the network", outcome.Reason, StringComparison.Ordinal);
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task Send_RedirectedToMetadata_IsForbidden()
    {
        using var first = new StubReceiver("308 Permanent Redirect", "Location: http://169.254.169.254/latest/meta-data/");

        Assert.Equal(ActionFailure.Forbidden, (await fixture.Send(first.Url)).Failure);
    }

    [Fact]
    public async Task Send_RedirectedFromHttpsToHttp_IsForbiddenAlsoWhereHttpIsAllowed()
    {
        using var target = new StubReceiver("200 OK");
        using var first = new StubReceiver(StubReceiver.Saying("307 Temporary Redirect", $"Location: {target.Url}"), fixture.Certificate);

        var outcome = await fixture.Send(first.Url, trusting: true);

        Assert.Equal((ActionFailure.Forbidden, "The receiver redirects from https to http."), (outcome.Failure, outcome.Reason));
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task Send_RedirectsThreeTimes_AreFollowedAndAFourthIsNot()
    {
        var left = 3;
        using var receiver = new StubReceiver((stream, stop) =>
            left-- > 0 ? StubReceiver.Saying("307 Temporary Redirect", "Location: next")(stream, stop) : StubReceiver.Saying("200 OK")(stream, stop));

        Assert.Null((await fixture.Send(receiver.Url)).Failure);
        left = 4;
        var outcome = await fixture.Send(receiver.Url);

        Assert.Equal((ActionFailure.Refused, "The receiver redirects more than 3 times."), (outcome.Failure, outcome.Reason));
        Assert.Equal(8, receiver.Requests.Count);
    }

    [Theory]
    [InlineData("Location: gopher://127.0.0.1/", ActionFailure.Forbidden)]
    [InlineData("Location: file:///etc/passwd", ActionFailure.Forbidden)]
    [InlineData("Location: http://user:pw@127.0.0.1/", ActionFailure.Forbidden)]
    [InlineData("Location: http://[", ActionFailure.Refused)]
    [InlineData("X-Location: /", ActionFailure.Refused)]
    public async Task Send_RedirectedToNoAddress_EndsThere(string location, ActionFailure expected)
    {
        using var receiver = new StubReceiver("307 Temporary Redirect", location);

        var outcome = await fixture.Send(receiver.Url);

        Assert.Equal(expected, outcome.Failure);
        Assert.DoesNotContain("pw", outcome.Reason, StringComparison.Ordinal);
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task Send_RedirectsTogether_HaveOneTimeOut()
    {
        var seen = 0;
        using var receiver = new StubReceiver(async (stream, stop) =>
        {
            if (Interlocked.Increment(ref seen) == 2)
            {
                await Task.Delay(Timeout.Infinite, stop);
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 307 Temporary Redirect\r\nLocation: on\r\nContent-Length: 0\r\n\r\n"), stop);
        });

        Assert.Equal(ActionFailure.Unreachable, (await fixture.Send(receiver.Url, timeout: TimeSpan.FromMilliseconds(500))).Failure);
    }
}
