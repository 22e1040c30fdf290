using System.Net;
using System.Text.Json;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Live;

/// <summary>A store as a whole, asked for and watched.</summary>
[Collection(SiloCollection.Name)]
public class LiveTests(SiloFixture fixture)
{
    [Fact]
    public async Task Get_NewStore_HasNothingYetAndAllIsWell()
    {
        using var store = await fixture.Store();

        var live = (await store.Get("/api/v1/live")).Ok();

        Assert.Equal((0, 0.0, JsonValueKind.Null), (live["events"].GetProperty("total").GetInt64(), live["events"].GetProperty("perSecond").GetDouble(), live["events"].GetProperty("lastAt").ValueKind));
        Assert.Equal((0, 0, "BRL", "UTC"), (live["customers"].GetInt64(), live["changes"].GetProperty("total").GetInt64(), live["currency"].GetString(), live["zone"].GetString()));
        Assert.Empty(live["days"].EnumerateArray());
        Assert.Equal(
            ["log ok log.ok", "database ok database.ok", "pumps ok pumps.ok", "cluster ok cluster.one"],
            live["health"].EnumerateArray().Select(static part => $"{part.GetProperty("part")} {part.GetProperty("state")} {part.GetProperty("code")}"));
    }

    [Fact]
    public async Task Get_AfterEvents_CountsWhatCountedOnce()
    {
        using var store = await fixture.Store();
        await store.PutSegment("s", "country = \"BR\"");
        await store.Apply("identify", """{"userId":"1","messageId":"m1","traits":{"country":"BR"}}""");
        await store.Apply("identify", """{"userId":"1","messageId":"m1","traits":{"country":"BR"}}""");
        await store.Apply("track", """{"userId":"2","event":"Order Completed","properties":{"order_id":"1","total":1500}}""");

        var live = (await store.Get("/api/v1/live")).Ok();

        Assert.Equal((2, 1), (live["events"].GetProperty("total").GetInt64(), live["changes"].GetProperty("total").GetInt64()));
        Assert.InRange(live["events"].GetProperty("perSecond").GetDouble(), 0.1, 0.4); // two in 5 to 10 seconds
        Assert.InRange(live["asOf"].GetDateTimeOffset() - live["events"].GetProperty("lastAt").GetDateTimeOffset(), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(1, live["groups"].EnumerateObject().Sum(static group => group.Value.GetInt64()));
        Assert.InRange(live["lagSeconds"].GetDouble(), 0, 5);
    }

    [Fact]
    public async Task Get_AfterOrders_HasTheirDaysWithoutGaps()
    {
        using var store = await fixture.Store("log");
        await Order(store, "1", "Completed", "a", 10, "2017-03-01T23:59:59.999Z");
        await Order(store, "1", "Completed", "b", 20.5m, "2017-03-02T00:00:00Z");
        await Order(store, "2", "Completed", "c", 30, "2017-03-05T12:00:00Z");
        await Order(store, "2", "Refunded", "a", 3, "2017-03-06T12:00:00Z"); // of another customer's order: one that is not known of this one, and so of no day
        await Order(store, "1", "Cancelled", "b", 0, "2017-03-07T12:00:00Z");
        await Order(store, "1", "Refunded", "a", 4.25m, "2017-03-08T12:00:00Z");
        await Order(store, "1", "Refunded", "a", 4.25m, "2017-03-08T12:00:00Z"); // the same message again

        Assert.Equal(
            [
                """{"day":"2017-03-01","orders":1,"revenue":"10.00","cancelled":0,"refunded":"4.25"}""",
                """{"day":"2017-03-02","orders":0,"revenue":"0.00","cancelled":1,"refunded":"0.00"}""",
                """{"day":"2017-03-03","orders":0,"revenue":"0.00","cancelled":0,"refunded":"0.00"}""",
                """{"day":"2017-03-04","orders":0,"revenue":"0.00","cancelled":0,"refunded":"0.00"}""",
                """{"day":"2017-03-05","orders":1,"revenue":"30.00","cancelled":0,"refunded":"0.00"}""",
            ],
            (await store.Get("/api/v1/live")).Ok()["days"].EnumerateArray().Select(static day => day.GetRawText()));
    }

    [Fact]
    public async Task Stream_WhileOpen_TellsHowTheStoreStandsAndWhatFires()
    {
        using var store = await fixture.Store();
        (await store.Put("/api/v1/automations/tagging", """{"name":"Tag","trigger":{"event":"Visit"},"steps":[{"id":"seen","tag":{"add":["seen"]}}]}""")).Ok();
        (await store.Post("/api/v1/automations/tagging/activate?wait=live&timeout=30000", "")).Ok();
        using var response = await store.Open("/api/v1/live/stream");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        using var events = new EventReader(await response.Content.ReadAsStreamAsync());
        var before = await events.Next("status");
        await store.Apply("track", """{"userId":"ann","event":"Visit"}""");

        var fired = await events.Next("firing");
        while (fired.GetProperty("state").GetString() == "due")
        {
            fired = await events.Next("firing");
        }

        Assert.Equal(0, before.GetProperty("events").GetProperty("total").GetInt64());
        Assert.Equal(4, before.GetProperty("health").GetArrayLength());
        Assert.Equal("tagging u:ann seen tag done 1", string.Join(' ', new[] { "automation", "customer", "step", "kind", "state", "run" }.Select(name => fired.GetProperty(name).ToString())));
        Assert.NotEqual(JsonValueKind.Null, fired.GetProperty("finishedAt").ValueKind);
        var after = await events.Next("status", static status => status.GetProperty("events").GetProperty("total").GetInt64() == 2); // the visit, and the tag
        Assert.True(after.GetProperty("asOf").GetDateTimeOffset() > before.GetProperty("asOf").GetDateTimeOffset());
    }

    [Fact]
    public async Task Stream_KeyWithoutAutomations_IsNotToldWhatFires()
    {
        using var store = await fixture.Store();
        (await store.Put("/api/v1/automations/noting", """{"name":"Note","trigger":{"event":"Visit"},"steps":[{"id":"seen","log":"seen"}]}""")).Ok();
        (await store.Post("/api/v1/automations/noting/activate?wait=live&timeout=30000", "")).Ok();
        var key = (await store.Post("/api/v1/keys", """{"name":"k","scopes":["segments:read"]}""")).Expect(HttpStatusCode.Created)["secret"].GetString();
        using var mine = await store.Open("/api/v1/live/stream");
        using var its = await store.Open("/api/v1/live/stream", key: key);
        using var told = new EventReader(await mine.Content.ReadAsStreamAsync());
        using var others = new EventReader(await its.Content.ReadAsStreamAsync());
        await told.Next("status");
        await others.Next("status");
        await store.Apply("track", """{"userId":"ann","event":"Visit"}""");

        await told.Next("firing");
        await others.Next("status", static status => status.GetProperty("events").GetProperty("total").GetInt64() == 1);
        await others.Next("status");

        Assert.DoesNotContain("firing", others.Names);
    }

    [Fact]
    public async Task Live_WithoutScope_IsForbidden()
    {
        using var store = await fixture.Store();
        var key = (await store.Post("/api/v1/keys", """{"name":"k","scopes":["ingest"]}""")).Expect(HttpStatusCode.Created)["secret"].GetString();

        (await store.Send(HttpMethod.Get, "/api/v1/live", null, key)).Problem(HttpStatusCode.Forbidden);
        (await store.Send(HttpMethod.Get, "/api/v1/live/stream", null, key)).Problem(HttpStatusCode.Forbidden);
    }

    private static Task<Answer> Order(TestStore store, string user, string what, string order, decimal amount, string at) => store.Apply("track", JsonSerializer.Serialize(new
    {
        userId = user,
        @event = $"Order {what}",
        messageId = user + what + order,
        timestamp = at,
        properties = new { order_id = order, total = amount },
    }));

    private sealed class EventReader(Stream stream) : IDisposable
    {
        private readonly StreamReader _lines = new(stream);

        /// <summary>Of all events that were read.</summary>
        public List<string> Names { get; } = [];

        public async Task<JsonElement> Next(string name, Func<JsonElement, bool>? like = null)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (true)
            {
                var line = await _lines.ReadLineAsync(patience.Token) ?? throw new EndOfStreamException();
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                {
                    Names.Add(line[7..]);
                }
                else if (line.StartsWith("data: ", StringComparison.Ordinal) && Names[^1] == name && JsonElement.Parse(line[6..]) is var data && like?.Invoke(data) != false)
                {
                    return data;
                }
            }
        }

        public void Dispose() => _lines.Dispose();
    }
}
