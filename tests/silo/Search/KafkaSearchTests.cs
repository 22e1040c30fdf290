using System.Net;
using Crm.Silo.Tests.Kafka;

namespace Crm.Silo.Tests.Search;

public class KafkaSearchTests
{
    private const string Looked = "did \\\"Product Viewed\\\"";

    [Fact]
    public async Task Search_WhereTheLogKeepsTheEvents_LooksBackOnlyAtWhatASegmentAsksFor()
    {
        await using var silos = await KafkaSilos.Create();
        using var store = await TestStore.Create((await silos.Start(("Crm__Pump__Archive", "Log"))).Url, "wall");
        await store.Apply("track", """{"userId":"1","event":"Product Viewed"}""");
        await store.Apply("identify", """{"userId":"2","traits":{"country":"BR"}}""");

        var refused = (await store.Post("/api/v1/customers/search", $$"""{"query":"{{Looked}}"}""")).Problem(HttpStatusCode.BadRequest);
        Assert.Equal(["query"], refused.Fields);
        Assert.Contains("segment", refused["errors"][0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(["rule"], (await store.Post("/api/v1/segments/preview", $$"""{"rule":"{{Looked}}"}""")).Problem(HttpStatusCode.BadRequest).Fields);
        (await store.PutSegment("looked", "did \"Product Viewed\"")).Ok();

        Assert.Equal(["u:1"], await Found(store, Looked));
        Assert.Equal(["u:2"], await Found(store, "country = \\\"BR\\\""));
    }

    // What is stored follows what is applied.
    private static async Task<List<string>> Found(TestStore store, string rule)
    {
        for (var start = System.Diagnostics.Stopwatch.GetTimestamp(); ; await Task.Delay(50))
        {
            var found = await SearchedStore.All(store, $"\"query\":\"{rule}\"", 50);
            if (found.Count > 0 || System.Diagnostics.Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(60))
            {
                return [.. found.Select(SearchedStore.Id)];
            }
        }
    }
}
