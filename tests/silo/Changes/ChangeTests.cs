using System.Net;
using System.Text.Json;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Changes;

[Collection(SiloCollection.Name)]
public class ChangeTests(SiloFixture fixture)
{
    [Fact]
    public async Task Get_After_ContinuesWithoutRepeat()
    {
        using var store = await fixture.Store();
        await store.PutSegment("s", "country = \"BR\"");
        var start = (await store.Get("/api/v1/changes")).Ok()["next"].GetString();
        await store.Apply("identify", """{"userId":"1","traits":{"country":"BR"}}""");

        var first = (await store.Get($"/api/v1/changes?after={start}")).Ok();
        await store.Apply("identify", """{"userId":"1","traits":{"country":"PT"}}""");
        var second = (await store.Get($"/api/v1/changes?after={first["next"].GetString()}")).Ok();

        Assert.Equal([("s", "u:1", "entered", "event")], first["items"].EnumerateArray().Select(Parts));
        Assert.Equal([("s", "u:1", "left", "event")], second["items"].EnumerateArray().Select(Parts));
        Assert.True(second["items"][0].GetProperty("number").GetInt64() > first["items"][0].GetProperty("number").GetInt64());
        Assert.NotEqual(first["items"][0].GetProperty("id").GetString(), second["items"][0].GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("after=x")]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    public async Task Get_BadQuery_Is400(string query)
    {
        using var store = await fixture.Store();

        (await store.Get($"/api/v1/changes?{query}")).Problem(HttpStatusCode.BadRequest);
        (await store.Get($"/api/v1/segments/s/changes?{query}")).Problem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Stream_WhileOpen_BringsChangesAndResumes()
    {
        using var store = await fixture.Store();
        await store.PutSegment("s", "country = \"BR\"");
        await store.PutSegment("other", "everyone");
        var start = (await store.Get("/api/v1/changes?limit=1000")).Ok()["next"].GetString();
        string lastId;

        using (var response = await store.Open($"/api/v1/segments/s/changes/stream?after={start}"))
        {
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
            using var events = new EventReader(await response.Content.ReadAsStreamAsync());
            await store.Apply("identify", """{"userId":"1","traits":{"country":"BR"}}""");
            var (id, change) = await events.Next();
            Assert.Equal(("s", "u:1", "entered", "event"), Parts(change));
            lastId = id;
        }

        await store.Apply("identify", """{"userId":"2","traits":{"country":"BR"}}""");
        using var resumed = await store.Open("/api/v1/segments/s/changes/stream", lastId);
        using var more = new EventReader(await resumed.Content.ReadAsStreamAsync());
        Assert.Equal(("s", "u:2", "entered", "event"), Parts((await more.Next()).Change));
    }

    /// <summary>As a browser does that has nothing to go on from: what was before is not told, and what comes while it is away is.</summary>
    [Fact]
    public async Task Stream_FromNow_SkipsWhatWasAndResumesFromThere()
    {
        using var store = await fixture.Store();
        await store.PutSegment("s", "country = \"BR\"");
        await store.Apply("identify", """{"userId":"1","traits":{"country":"BR"}}""");
        string place;
        using (var response = await store.Open("/api/v1/changes/stream?after=now"))
        using (var events = new EventReader(await response.Content.ReadAsStreamAsync()))
        {
            place = await events.Place();
        }

        await store.Apply("identify", """{"userId":"2","traits":{"country":"BR"}}""");
        using var resumed = await store.Open("/api/v1/changes/stream?after=now", place);
        using var more = new EventReader(await resumed.Content.ReadAsStreamAsync());

        Assert.Equal(("s", "u:2", "entered", "event"), Parts((await more.Next()).Change));
        Assert.Empty((await store.Get("/api/v1/changes?after=now")).Ok()["items"].EnumerateArray());
    }

    [Fact]
    public async Task Stream_WithoutScope_IsForbidden()
    {
        using var store = await fixture.Store();
        var key = (await store.Post("/api/v1/keys", """{"name":"k","scopes":["ingest"]}""")).Expect(HttpStatusCode.Created)["secret"].GetString();

        (await store.Send(HttpMethod.Get, "/api/v1/changes/stream", null, key)).Problem(HttpStatusCode.Forbidden);
    }

    private static (string?, string?, string?, string?) Parts(JsonElement change) => (
        change.GetProperty("segment").GetString(), change.GetProperty("customer").GetString(),
        change.GetProperty("change").GetString(), change.GetProperty("cause").GetString());

    private sealed class EventReader(Stream stream) : IDisposable
    {
        private readonly StreamReader _lines = new(stream);

        /// <summary>Where the stream begins, before any change.</summary>
        public async Task<string> Place()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (true)
            {
                var line = await _lines.ReadLineAsync(patience.Token) ?? throw new EndOfStreamException();
                Assert.False(line.StartsWith("data: ", StringComparison.Ordinal), line);
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                {
                    return line[4..];
                }
            }
        }

        public async Task<(string Id, JsonElement Change)> Next()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            for (var id = ""; ;)
            {
                var line = await _lines.ReadLineAsync(patience.Token) ?? throw new EndOfStreamException();
                id = line.StartsWith("id: ", StringComparison.Ordinal) ? line[4..] : id;
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    return (id, JsonElement.Parse(line[6..]));
                }
            }
        }

        public void Dispose() => _lines.Dispose();
    }
}
