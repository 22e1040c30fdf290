using System.Net;
using System.Text.Json;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Customers;

[Collection(SiloCollection.Name)]
public class TimelineTests(SiloFixture fixture)
{
    private const string Path = "/api/v1/customers/u:1/timeline";

    [Fact]
    public async Task Get_PageByPage_IsEveryEventByItsInstantNewestFirst()
    {
        using var store = await fixture.Store();
        var minutes = new[] { 5, 3, 9, 3, 7, 1, 8, 3 };
        foreach (var minute in minutes)
        {
            await store.Apply("track", $$"""{"userId":"1","event":"E{{minute}}","timestamp":"2024-05-01T10:0{{minute}}:00Z","properties":{"n":{{minute}} } }""");
        }

        await store.Apply("track", """{"userId":"2","event":"Other"}""");

        var items = await All(store, Path + "?limit=3");

        Assert.Equal(minutes.OrderDescending().Select(static minute => $"E{minute}"), items.Select(static item => item.GetProperty("name").GetString()));
        Assert.Equal(items.Count, items.Select(static item => item.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal("2024-05-01T10:09:00.000Z", items[0].GetProperty("at").GetString());
        Assert.Equal(9, items[0].GetProperty("event").GetProperty("properties").GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task Get_Filtered_IsWhatWasAskedFor()
    {
        using var store = await fixture.Store();
        await store.Apply("track", """{"userId":"1","event":"A","timestamp":"2024-05-01T10:00:00Z"}""");
        await store.Apply("page", """{"userId":"1","name":"A","timestamp":"2024-05-01T11:00:00Z"}""");
        await store.Apply("identify", """{"userId":"1","timestamp":"2024-05-01T12:00:00Z","traits":{"half":"\ud83d"}}""");

        Assert.Equal(["page", "track"], await Types("?name=A"));
        Assert.Equal(["identify", "track"], await Types("?type=track,identify"));
        Assert.Equal(["page"], await Types("?from=2024-05-01T11:00:00Z&to=2024-05-01T12:00:00Z"));
        Assert.Empty(await Types("?type=screen"));

        async Task<IEnumerable<string?>> Types(string query) => (await All(store, Path + query)).Select(static item => item.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Get_AnyEvent_HasItsChannel()
    {
        using var store = await fixture.Store();
        await store.Apply("track", """{"userId":"1","event":"A","timestamp":"2024-05-01T10:00:00Z","properties":{"channel":"Instagram"},"context":{"channel":"web"}}""");
        await store.Apply("page", """{"userId":"1","timestamp":"2024-05-01T11:00:00Z","context":{"library":{"name":"analytics.js"},"page":{"path":"/"}}}""");
        await store.Apply("identify", """{"userId":"1","timestamp":"2024-05-01T12:00:00Z"}""");

        Assert.Equal([null, "web", "social"], (await All(store, Path)).Select(static item => item.GetProperty("channel").GetString()));
    }

    [Fact]
    public async Task PostNote_ThenGet_IsInNotesAndTimelineOnly()
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"1"}""");
        const string Notes = "/api/v1/customers/u:1/notes";

        (await store.Post(Notes + "?wait=applied&timeout=30000", """{"text":"Called, \"wants\" a refund","author":"Ana"}""")).Ok();
        (await store.Post(Notes + "?wait=applied&timeout=30000", """{"text":"Refunded"}""")).Ok();

        var notes = (await store.Get(Notes)).Ok()["items"].EnumerateArray().Select(static note => (note.GetProperty("text").GetString(), note.GetProperty("author").GetString()));
        Assert.Equal([("Refunded", null), ("Called, \"wants\" a refund", "Ana")], notes);
        Assert.Equal(["note", "note", "identify"], (await All(store, Path)).Select(static item => item.GetProperty("type").GetString()));
        Assert.Equal(["text"], (await store.Post(Notes, """{"text":""}""")).Problem(HttpStatusCode.BadRequest).Fields);
    }

    [Fact]
    public async Task DeleteNote_ThenGet_IsInNoListAndNotInTheArchive()
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"1"}""");
        await store.Apply("identify", """{"userId":"2"}""");
        const string Notes = "/api/v1/customers/u:1/notes", Wait = "?wait=applied&timeout=30000";
        (await store.Post(Notes + Wait, """{"text":"Wrong person"}""")).Ok();
        (await store.Post(Notes + Wait, """{"text":"Called"}""")).Ok();
        var wrong = (await store.Get(Notes))["items"][1].GetProperty("id").GetString();
        var noNote = (await All(store, Path))[^1].GetProperty("id").GetString();

        (await store.Delete($"/api/v1/customers/u:2/notes/{wrong}")).Problem(HttpStatusCode.NotFound);
        (await store.Delete($"{Notes}/{noNote}")).Problem(HttpStatusCode.NotFound);
        (await store.Delete($"{Notes}/x")).Problem(HttpStatusCode.NotFound);
        Assert.True((await store.Delete($"{Notes}/{wrong}{Wait}")).Ok()["applied"].GetBoolean());

        Assert.Equal(["Called"], (await store.Get(Notes))["items"].EnumerateArray().Select(static note => note.GetProperty("text").GetString()));
        Assert.Equal(["noteDeleted", "note", "identify"], (await All(store, Path)).Select(static item => item.GetProperty("type").GetString()));
        Assert.DoesNotContain("Wrong person", (await store.Post("/api/v1/customers/u:1/export", "")).Ok().Text, StringComparison.Ordinal);
        (await store.Delete($"{Notes}/{wrong}")).Problem(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("?type=walk", "type")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?cursor=AAAA", "cursor")]
    public async Task Get_BadQuery_NamesTheField(string query, string field)
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"1"}""");

        Assert.Equal([field], (await store.Get(Path + query)).Problem(HttpStatusCode.BadRequest).Fields);
        (await store.Get("/api/v1/customers/u:nobody/timeline")).Problem(HttpStatusCode.NotFound);
    }

    private static async Task<List<JsonElement>> All(TestStore store, string path)
    {
        var items = new List<JsonElement>();
        for (string? next = ""; next is not null;)
        {
            var page = (await store.Get(next.Length == 0 ? path : $"{path}{(path.Contains('?') ? '&' : '?')}cursor={next}")).Ok();
            items.AddRange(page["items"].EnumerateArray());
            next = page["next"].GetString();
        }

        return items;
    }
}
