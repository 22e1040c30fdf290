using System.Globalization;
using System.Net;
using Crm.Cli.Api;
using Crm.Cli.Replay;

namespace Crm.Cli.Tests.Replay;

public class SenderTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public async Task Send_ManyEvents_GoInOrderInBoundedBatches()
    {
        var events = Made(1_234);
        var collector = new FakeCollector();

        var sent = await Run(collector, events);

        Assert.Equal(1_234, sent);
        Assert.Equal(events.Select(static one => one.MessageId()), collector.Taken);
        Assert.Equal([500, 500, 234], collector.Sizes);
        Assert.All(collector.Bodies, static body => Assert.True(body.Length <= Batch.MostBytes));
    }

    [Fact]
    public async Task Send_LargeEvents_AreBoundedByBytes()
    {
        var collector = new FakeCollector();
        var large = Enumerable.Range(0, 40).Select(static i => Event(i, new string('x', 30_000))).ToList();

        await Run(collector, large);

        Assert.Equal(40, collector.Taken.Count);
        Assert.All(collector.Bodies, static body => Assert.True(body.Length <= Batch.MostBytes));
    }

    [Fact]
    public async Task Send_FailuresOfEveryKind_LosesNothingAndKeepsIds()
    {
        var collector = new FakeCollector();
        collector.Answers(static () => throw new HttpRequestException("refused"));
        collector.Answers(static () => new(HttpStatusCode.ServiceUnavailable));
        collector.Answers(static () => new(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new(TimeSpan.FromSeconds(7)) } });
        collector.TakesAndAnswers(static () => throw new IOException("reset"));
        var events = Made(600);

        await Run(collector, events);

        Assert.Equal(events.Select(static one => one.MessageId()), collector.Taken.Distinct());
        Assert.Equal([500, 500, 100], collector.Sizes); // the batch whose answer was lost came again, with the same ids
        Assert.True(_time.Waited >= TimeSpan.FromSeconds(7.5));
    }

    [Fact]
    public async Task Send_NobodyThere_GivesUpAfterItsPatience()
    {
        var collector = new FakeCollector { Down = true };

        await Assert.ThrowsAsync<CrmException>(() => Run(collector, Made(1)));

        Assert.InRange(_time.Waited, TimeSpan.FromMinutes(9.5), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Send_Refused_SaysWhyAndDoesNotTryAgain()
    {
        var collector = new FakeCollector();
        collector.Answers(static () => new(HttpStatusCode.Unauthorized) { Content = new StringContent("""{"detail":"no such key"}""") });

        var e = await Assert.ThrowsAsync<CrmException>(() => Run(collector, Made(1)));

        Assert.Contains("no such key", e.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, _time.Waited);
    }

    [Fact]
    public async Task Send_Skip_GoesOnAfterWhatIsThere()
    {
        var collector = new FakeCollector();

        Assert.Equal(10, await Run(collector, Made(10), skip: 7));

        Assert.Equal(["m7", "m8", "m9"], collector.Taken);
    }

    [Fact]
    public async Task Send_Rejections_AreHandedToTheirEvents()
    {
        var collector = new FakeCollector();
        collector.Answers(static () => new(HttpStatusCode.OK) { Content = new StringContent("""{"success":true,"rejected":[{"index":2,"messageId":"m2","reason":"noId"}]}""") });
        var told = new List<string>();

        await Run(collector, Made(5), rejected: (one, reason) => told.Add(one.MessageId() + " " + reason));

        Assert.Equal(["m2 noId"], told);
    }

    [Fact]
    public async Task Send_WithSpeed_TakesTheTimeOfTheData()
    {
        await Run(new FakeCollector(), Made(61), speed: 2); // events are one second apart

        Assert.Equal(30, _time.Waited.TotalSeconds, 3);
    }

    private static List<ReplayEvent> Made(int count) => [.. Enumerable.Range(0, count).Select(static i => Event(i, "X"))];

    private static ReplayEvent Event(int i, string name) => Orders.Events(
        [$$"""{"type":"track","event":"{{name}}","userId":"1","messageId":"m{{i}}","timestamp":"{{DateTimeOffset.UnixEpoch.AddSeconds(i).ToString("O", CultureInfo.InvariantCulture)}}"}"""])[0];

    private async Task<long> Run(FakeCollector collector, List<ReplayEvent> events, long skip = 0, double? speed = null, Action<ReplayEvent, string>? rejected = null)
    {
        using var retries = new RetryHandler(collector, _time, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1));
        using var http = new HttpClient(retries) { BaseAddress = new("http://silo") };
        return await new Sender(new Collector(http, "key"), new Pace(speed, _time), _time) { Rejected = rejected }.Send(events, skip, CancellationToken.None);
    }
}
