using System.Text.Json.Nodes;
using Crm.Client.Tests.Support;

namespace Crm.Client.Tests.Tracking;

public class SendTests
{
    [Fact]
    public async Task Send_ManyEvents_ArriveOnceInOrderInBatches()
    {
        var collector = new FakeCollector();
        await using var sending = await Sending.To(collector, static options => options.BatchSize = 100);
        var ids = Enumerable.Range(0, 1_050).Select(static i => $"m{i}").ToList();

        await sending.Send(ids);
        await sending.Client.FlushAsync().Soon();

        Assert.Equal(ids, collector.TakenIds);
        Assert.All(collector.Sizes, static size => Assert.InRange(size, 1, 100));
        Assert.Empty(sending.Undelivered);
    }

    [Fact]
    public async Task Send_LargeEvents_RequestsStayWithinTheLimit()
    {
        var collector = new FakeCollector();
        await using var sending = await Sending.To(collector);
        var text = new string('x', 30_000);

        for (var i = 0; i < 40; i++)
        {
            await sending.Client.Track("u:1", "Large", new() { ["text"] = text });
        }

        await sending.Client.FlushAsync().Soon(); // the collector checks the size of each request

        Assert.Equal(40, collector.Taken.Count);
        Assert.True(collector.Sizes.Count >= 3);
    }

    [Fact]
    public async Task Track_Event_HasIdAndTimeOfTheCallAndItsContentThen()
    {
        var collector = new FakeCollector();
        await using var sending = await Sending.To(collector);
        var called = sending.Time.GetUtcNow();
        var properties = new JsonObject { ["total"] = 12.5m };

        await sending.Client.Track("u:7", "Order Completed", properties);
        properties["total"] = 0;
        await sending.Client.Identify("a:9", new() { ["email"] = "a@example.com", ["phone"] = null });
        await sending.Client.FlushAsync().Soon();

        var (track, identify) = (collector.Taken.First(), collector.Taken.Last());
        Assert.Equal(("track", "7", "Order Completed"), (track.GetProperty("type").GetString(), track.GetProperty("userId").GetString(), track.GetProperty("event").GetString()));
        Assert.Equal(12.5m, track.GetProperty("properties").GetProperty("total").GetDecimal());
        Assert.Equal(called, track.GetProperty("timestamp").GetDateTimeOffset());
        Assert.Equal(("identify", "9"), (identify.GetProperty("type").GetString(), identify.GetProperty("anonymousId").GetString()));
        Assert.Equal("""{"email":"a@example.com","phone":null}""", identify.GetProperty("traits").GetRawText());
        Assert.NotEqual(track.GetProperty("messageId").GetString(), identify.GetProperty("messageId").GetString());
    }

    [Fact]
    public async Task Send_EveryType_CarriesItsMembers()
    {
        var collector = new FakeCollector();
        await using var sending = await Sending.To(collector);
        var at = new DateTimeOffset(2020, 2, 3, 4, 5, 6, TimeSpan.FromHours(-3));
        CrmEvent[] events =
        [
            CrmEvent.Page("u:1", "Home", new() { ["url"] = "/" }), CrmEvent.Screen("u:1", "Start"), CrmEvent.Group("u:1", "acme", new() { ["seats"] = 3 }),
            CrmEvent.Alias("u:1", "old"), CrmEvent.Track("u:1", "X") with { AnonymousId = "v", Timestamp = at, MessageId = "mine", Context = new() { ["ip"] = "::1" } },
        ];

        Assert.All(events, e => Assert.True(sending.Client.TrySend(e)));
        await sending.Client.FlushAsync().Soon();

        var texts = collector.Taken.Select(static e => e.GetRawText()).ToList();
        Assert.Contains("""{"type":"page","userId":"1","name":"Home","properties":{"url":"/"},""", texts[0], StringComparison.Ordinal);
        Assert.Contains("""{"type":"screen","userId":"1","name":"Start",""", texts[1], StringComparison.Ordinal);
        Assert.Contains("""{"type":"group","userId":"1","groupId":"acme","traits":{"seats":3},""", texts[2], StringComparison.Ordinal);
        Assert.Contains("""{"type":"alias","userId":"1","previousId":"old",""", texts[3], StringComparison.Ordinal);
        Assert.Equal("""{"type":"track","userId":"1","anonymousId":"v","event":"X","context":{"ip":"::1"},"messageId":"mine","timestamp":"2020-02-03T07:05:06+00:00"}""", texts[4]);
    }

    [Fact]
    public async Task Send_BadEvent_IsRefusedAtOnce()
    {
        await using var sending = await Sending.To(new());
        var client = sending.Client;

        Assert.Throws<ArgumentException>(() => CrmEvent.Track("7", "X"));
        Assert.Throws<ArgumentException>(() => CrmEvent.Track("u:", "X"));
        foreach (var bad in (CrmEvent[])
            [
                new() { Type = "track", Event = "X" }, new() { Type = "", UserId = "1" }, CrmEvent.Track("u:1", ""), CrmEvent.Track("u:" + new string('ä', 129), "X"),
                CrmEvent.Track("u:\0", "X"), CrmEvent.Track("u:\uD800", "X"), CrmEvent.Track("u:1", "X", new() { ["text"] = new string('x', 33_000) }),
                CrmEvent.Track("u:1", "X", new() { ["deep"] = Nested(100) }),
            ])
        {
            Assert.Throws<ArgumentException>(() => client.TrySend(bad));
            await Assert.ThrowsAsync<ArgumentException>(async () => await client.Send(bad));
        }
    }

    private static JsonNode Nested(int depth) => depth == 0 ? 1 : new JsonArray(Nested(depth - 1));
}
