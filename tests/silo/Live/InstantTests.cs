using System.Globalization;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Live;

/// <summary>Members come and go at exact instants, with no event at them; on the log's clock, so that every instant is known.</summary>
[Collection(SiloCollection.Name)]
public class InstantTests(SiloFixture fixture)
{
    [Fact]
    public async Task Window_ThreeViewsInSevenDays_GainsAndLosesAtTheExactInstants()
    {
        using var store = await fixture.Store("log");
        await store.PutSegment("viewers", "did \"Product Viewed\" at least 3 times in the last 7 days");
        foreach (var at in (string[])["2017-03-01T10:00:00.001Z", "2017-03-02T10:00:00Z", "2017-03-05T10:00:00.500Z", "2017-03-05T11:00:00Z"])
        {
            await store.Apply("track", $$"""{"userId":"1","event":"Product Viewed","timestamp":"{{at}}"}""");
        }

        await Advance(store, "2017-03-08T10:00:00.001Z");
        Assert.Equal(["entered 2017-03-05T10:00:00.500Z event"], await Changes(store, "viewers"));
        await Advance(store, "2017-03-09T09:59:59.999Z");
        Assert.Equal(["entered 2017-03-05T10:00:00.500Z event"], await Changes(store, "viewers"));
        await Advance(store, "2017-03-20T00:00:00Z");
        Assert.Equal(["entered 2017-03-05T10:00:00.500Z event", "left 2017-03-09T10:00:00.000Z time"], await Changes(store, "viewers"));
    }

    [Fact]
    public async Task Recency_NoOrderForThirtyDays_EntersWithNoEvent()
    {
        using var store = await fixture.Store("log");
        await store.PutSegment("lapsed", "last \"Order Completed\" more than 30 days ago");
        await store.Apply("track", """{"userId":"1","event":"Order Completed","timestamp":"2017-01-01T12:34:56.789Z","properties":{"order_id":"1","total":"9.90"}}""");

        await Advance(store, "2017-01-31T12:34:56.788Z");
        Assert.Empty(await Changes(store, "lapsed"));
        await Advance(store, "2017-01-31T12:34:56.789Z");
        Assert.Equal(["entered 2017-01-31T12:34:56.789Z time"], await Changes(store, "lapsed"));
    }

    [Fact]
    public async Task Sequence_AddedAndNotOrderedWithinTwoHours_EntersWithNoEvent()
    {
        using var store = await fixture.Store("log");
        await store.PutSegment("abandoned", "did \"Product Added\" then not \"Order Completed\" within 2 hours");
        await store.Apply("track", """{"userId":"stays","event":"Product Added","timestamp":"2017-01-01T10:00:00.250Z","properties":{"product_id":"p"}}""");
        await store.Apply("track", """{"userId":"buys","event":"Product Added","timestamp":"2017-01-01T10:00:00.250Z","properties":{"product_id":"p"}}""");
        await store.Apply("track", """{"userId":"buys","event":"Order Completed","timestamp":"2017-01-01T12:00:00.249Z","properties":{"order_id":"1","total":1}}""");

        await Advance(store, "2017-01-01T12:00:00.249Z");
        Assert.Empty(await Changes(store, "abandoned"));
        await Advance(store, "2017-01-02T00:00:00Z");
        Assert.Equal(["entered 2017-01-01T12:00:00.250Z time"], await Changes(store, "abandoned"));
    }

    [Fact]
    public async Task Definition_EditedWhileEventsFlow_CountsEventsBeforeItAndAnnouncesOnlyDifferences()
    {
        using var store = await fixture.Store("log");
        var start = new DateTime(2017, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var flowing = new TaskCompletionSource();
        var stream = Task.Run(async () =>
        {
            for (var i = 0; i < 600; i++)
            {
                if (i == 100)
                {
                    flowing.SetResult();
                }

                // Customer n views n % 7 products more than it would have to for the first rule.
                var at = start.AddSeconds(i).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
                (await store.Post("/v1/track", $$"""{"userId":"{{i % 40}}","event":"Product Viewed","timestamp":"{{at}}","properties":{"n":{{i}} } }""")).Ok();
            }
        });
        await flowing.Task;
        await store.PutSegment("viewers", "did \"Product Viewed\" where n < 200 at least 3 times");
        await stream;
        await store.PutSegment("viewers", "did \"Product Viewed\" where n < 300 at least 8 times");
        await Advance(store, "2017-02-01T00:00:00Z");

        // n < 200: each of the 40 customers five times; n < 300: twenty customers eight times, twenty seven times.
        Assert.Equal(20, (await store.Get("/api/v1/segments/viewers")).Ok()["count"].GetInt64());
        var changes = (await store.Get("/api/v1/segments/viewers/changes?limit=1000")).Ok()["items"].EnumerateArray()
            .Where(static change => change.GetProperty("customer").GetString() is not null).ToArray();
        Assert.Equal(40, changes.Count(static change => change.GetProperty("change").GetString() == "entered"));
        var left = changes.Where(static change => change.GetProperty("change").GetString() == "left").ToArray();
        Assert.Equal(20, left.Length);
        Assert.All(left, static change => Assert.Equal("definition", change.GetProperty("cause").GetString()));
        Assert.All(left, static change => Assert.True(int.Parse(change.GetProperty("customer").GetString()![2..], CultureInfo.InvariantCulture) >= 20));
    }

    private static async Task Advance(TestStore store, string to) => (await store.Post("/api/v1/clock", $$"""{"to":"{{to}}"}""")).Ok();

    private static async Task<string[]> Changes(TestStore store, string segment) =>
        [.. (await store.Get($"/api/v1/segments/{segment}/changes")).Ok()["items"].EnumerateArray()
            .Where(static change => change.GetProperty("customer").GetString() is not null)
            .Select(static change => $"{change.GetProperty("change").GetString()} {change.GetProperty("at").GetString()} {change.GetProperty("cause").GetString()}")];
}
