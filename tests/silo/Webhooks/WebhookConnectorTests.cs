using System.Net;
using Crm.Grains.Triggers;
using Crm.Silo.Webhooks;

namespace Crm.Silo.Tests.Webhooks;

public class WebhookConnectorTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::1]")]
    [InlineData("0.0.0.0")]
    [InlineData("[::]")]
    public async Task Send_WaysToSayThisMachine_AreForbidden(string host)
    {
        using var receiver = new StubReceiver(StubReceiver.Saying("200 OK"), address: "0.0.0.0");
        foreach (var scheme in (string[])["http", "https"])
        {
            var outcome = await fixture.Send(new($"{scheme}://{host}:{receiver.Port}/"), allow: "");

            Assert.Equal(ActionFailure.Forbidden, outcome.Failure);
            Assert.Contains("lies inside the network", outcome.Reason, StringComparison.Ordinal);
        }

        Assert.Empty(receiver.Requests);
    }

    [Theory]
    [InlineData("localhost", "localhost")]
    [InlineData("LOCALHOST", "localhost")]
    [InlineData("localhost.", "localhost")]
    [InlineData("localhost", "other, LocalHost")]
    [InlineData("localhost", "127.0.0.0/8,::1")]
    [InlineData("[::ffff:127.0.0.1]", "127.0.0.1")]
    public async Task Send_AllowedByNameAddressOrBlock_IsSent(string host, string allow)
    {
        using var receiver = new StubReceiver("200 OK");

        var outcome = await fixture.Send(new($"http://{host}:{receiver.Port}/"), allow, Names("127.0.0.1"));

        Assert.Null(outcome.Failure);
    }

    [Theory]
    [InlineData("hooks.example", "localhost,10.0.0.0/8")]
    [InlineData("sub.hooks.example", "hooks.example")] // a name stands for itself only
    public async Task Send_AllowedIsAnother_IsForbidden(string host, string allow)
    {
        using var receiver = new StubReceiver("200 OK");

        Assert.Equal(ActionFailure.Forbidden, (await fixture.Send(new($"http://{host}:{receiver.Port}/"), allow, Names("127.0.0.1"))).Failure);
    }

    [Fact]
    public async Task Send_NameWithOtherAddressesEachTime_IsLookedUpOnce()
    {
        using var receiver = new StubReceiver(StubReceiver.Saying("200 OK"), address: "127.0.0.2");
        var asked = 0;

        var outcome = await fixture.Send(new($"http://rebinding.example:{receiver.Port}/"), "127.0.0.2",
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(asked++ == 0 ? "127.0.0.2" : "127.0.0.1")]));

        Assert.Null(outcome.Failure);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Send_NameWithSomeAddressesInside_UsesTheOthersOnly()
    {
        using var inside = new StubReceiver(StubReceiver.Saying("200 OK"), address: "127.0.0.1");
        using var allowed = new StubReceiver(StubReceiver.Saying("200 OK"), address: "127.0.0.2");

        // The port is the inside one's: had its address been tried, it would have answered.
        var outcome = await fixture.Send(new($"http://mixed.example:{inside.Port}/"), "127.0.0.2", Names("127.0.0.1", "127.0.0.2"));

        Assert.Equal(ActionFailure.Unreachable, outcome.Failure);
        Assert.Null((await fixture.Send(new($"http://mixed.example:{allowed.Port}/"), "127.0.0.2", Names("127.0.0.1", "127.0.0.2"))).Failure);
        Assert.Empty(inside.Requests);
    }

    [Fact]
    public async Task Send_HttpToTheInternet_IsForbidden()
    {
        var outcome = await fixture.Send(new("http://hooks.example/"), resolve: Names("8.8.8.8"));

        Assert.Equal((ActionFailure.Forbidden, "hooks.example may be called by https only."), (outcome.Failure, outcome.Reason));
    }

    [Theory]
    [InlineData("ftp://hooks.example/")]
    [InlineData("https://user:pw@hooks.example/")]
    [InlineData("hooks.example/path")]
    public async Task Send_NoWebAddress_IsForbidden(string url) =>
        Assert.Equal(ActionFailure.Forbidden, (await fixture.Send(new(url, UriKind.RelativeOrAbsolute))).Failure);

    [Theory]
    [InlineData("", 0)]
    [InlineData(" hooks.internal , 10.1.2.3,10.0.0.0/8, fd00::/8 ,::1, bücher.example", 0)]
    [InlineData("http://hooks.internal", 1)]
    [InlineData("hooks.internal:8080,10.0.0.0/33,*.internal,a b", 4)]
    public void Unreadable_Entries_AreAllNamed(string text, int count) => Assert.Equal(count, AllowedHosts.Unreadable(text).Count());

    [Fact]
    public void Names_UnicodeName_IsItsAsciiForm() => Assert.True(new AllowedHosts("bücher.example").Names(new Uri("http://bücher.example/").IdnHost));

    private static Func<string, CancellationToken, Task<IPAddress[]>> Names(params string[] addresses) =>
        (_, _) => Task.FromResult<IPAddress[]>([.. addresses.Select(IPAddress.Parse)]);
}
