using System.Net;
using System.Text.Json;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Search;

/// <summary>A store with 600 customers who differ in most of what rules ask for, on the log's clock at the end of 2017; five of them came as visitors, one was erased.</summary>
public sealed class SearchedStore(SiloFixture fixture) : IAsyncLifetime
{
    private const int Users = 560, Visitors = 40;

    /// <summary>Whom lists show.</summary>
    public const int Customers = Users + Visitors - 1;

    public TestStore Store { get; private set; } = null!;

    public SiloFixture Fixture => fixture;

    public async Task InitializeAsync()
    {
        Store = await fixture.Store("log");
        var events = Enumerable.Range(0, Users + Visitors).SelectMany(Events)
            .Concat(Enumerable.Range(0, 5).SelectMany(Met)).OrderBy(static e => e.At).Select(static e => e.Json).ToList();
        foreach (var batch in events.Chunk(1_000))
        {
            await Store.Apply("batch", $$"""{"batch":[{{string.Join(',', batch)}}]}""");
        }

        (await Store.Put("/api/v1/lists/press", """{"name":"Press"}""")).Ok();
        (await Store.Post("/api/v1/lists/press/members?wait=applied&timeout=30000", """{"add":["u:3","u:30","u:300"]}""")).Ok();
        (await Store.Post("/api/v1/customers/u:12/tags?wait=applied&timeout=30000", """{"add":["vip","Wholesale"]}""")).Ok();
        (await Store.Post("/api/v1/customers/u:21/tags?wait=applied&timeout=30000", """{"add":["vip"]}""")).Ok();
        await Store.PutSegment("br", "country = \"BR\"");
        await Store.Apply("identify", """{"userId":"14","traits":{"email":"other14@example.com"},"timestamp":"2017-12-21T00:00:00Z"}""");
        await Store.Apply("identify", """{"userId":"8","traits":{"country":"BR"},"timestamp":"2017-12-20T00:00:00Z"}""");
        (await Store.Delete("/api/v1/customers/u:7?wait=applied&timeout=30000")).Expect(HttpStatusCode.Accepted);
        (await Store.Post("/api/v1/clock", """{"to":"2017-12-31T00:00:00Z"}""")).Ok();
        await Stored();
    }

    public Task DisposeAsync()
    {
        Store.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Items of all pages of a search.</summary>
    /// <param name="members">Of the body, beside limit and cursor.</param>
    public static async Task<List<JsonElement>> All(TestStore store, string members, int limit)
    {
        var items = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var more = cursor is null ? "" : $",\"cursor\":\"{cursor}\"";
            var page = (await store.Post("/api/v1/customers/search", $$"""{"limit":{{limit}}{{(members.Length > 0 ? "," + members : "")}}{{more}}}""")).Ok();
            Assert.True(page["items"].GetArrayLength() <= limit);
            items.AddRange(page["items"].EnumerateArray());
            cursor = page["next"].GetString();
        }
        while (cursor is not null);
        return items;
    }

    public static string Id(JsonElement item) => item.GetProperty("id").GetString()!;

    private static IEnumerable<(DateTimeOffset At, string Json)> Events(int i)
    {
        var who = i < Users ? $"\"userId\":\"{i}\"" : $"\"anonymousId\":\"v{i}\"";
        var day = new DateTimeOffset(2017, 1, 2, 12, 0, 0, TimeSpan.Zero).AddDays(i * 7 % 330);
        var country = (string[])["BR", "PT", "US"];
        var traits = new Dictionary<string, object> { ["country"] = country[i % 3], ["plan"] = i % 4 == 0 ? "pro" : "free" };
        if (i < Users && i % 5 != 0)
        {
            traits["email"] = $"Person{i}@Example.com";
            (traits["firstName"], traits["lastName"]) = ("Ana", $"Nº {i}");
        }

        if (i % 9 == 1)
        {
            traits["phone"] = $"+55319{87654321 + i}";
        }

        var context = i % 50 == 4 ? $$""","context":{"externalIds":[{"type":"till","id":"c{{i}}"}]}""" : "";
        yield return (day, $$"""{"type":"identify",{{who}},"timestamp":"{{day:O}}","messageId":"i{{i}}","traits":{{JsonSerializer.Serialize(traits)}}{{context}}}""");
        for (var n = 0; n < i % 4; n++)
        {
            var (viewed, ordered) = (day.AddDays(n * 3), day.AddDays(n * 3).AddHours(n == 1 ? 80 : 5));
            yield return (viewed, $$$"""{"type":"track",{{{who}}},"event":"Product Viewed","timestamp":"{{{viewed:O}}}","messageId":"v{{{i}}}-{{{n}}}","properties":{"product_id":"p{{{(i + n) % 6}}}","category":"{{{(i % 2 == 0 ? "Shoes" : "Hats")}}}"}}""");
            if (i % 8 < 5)
            {
                yield return (ordered, $$$"""{"type":"track",{{{who}}},"event":"Order Completed","timestamp":"{{{ordered:O}}}","messageId":"o{{{i}}}-{{{n}}}","properties":{"order_id":"o-{{{i}}}-{{{n}}}","total":{{{10 * (i % 7)}}},"currency":"BRL"}}""");
            }
        }
    }

    // What the visitor did counts for the user, in another partition mostly.
    private static IEnumerable<(DateTimeOffset At, string Json)> Met(int i)
    {
        var at = new DateTimeOffset(2017, 11, 1 + i, 0, 0, 0, TimeSpan.Zero);
        yield return (at, $$$"""{"type":"track","anonymousId":"d{{{i}}}","event":"Product Viewed","timestamp":"{{{at:O}}}","messageId":"d{{{i}}}","properties":{"product_id":"p9","category":"Boats"}}""");
        yield return (at.AddHours(1), $$$"""{"type":"identify","anonymousId":"d{{{i}}}","userId":"{{{100 + i}}}","timestamp":"{{{at.AddHours(1):O}}}","messageId":"m{{{i}}}"}""");
    }

    // What is stored follows what is applied; the silo says who is not stored yet.
    private async Task Stored()
    {
        using var http = new HttpClient { BaseAddress = fixture.Silo.Url };
        for (var start = System.Diagnostics.Stopwatch.GetTimestamp(); ;)
        {
            var unsaved = (await http.GetStringAsync("/metrics")).Split('\n').Where(static line => line.StartsWith("crm_pump_unsaved_customers{", StringComparison.Ordinal)).ToList();
            if (unsaved.Count > 0 && unsaved.TrueForAll(static line => line.Split(' ')[1] == "0"))
            {
                return;
            }

            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60));
            await Task.Delay(50);
        }
    }
}
