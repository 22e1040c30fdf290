using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Rules;

[Collection(SiloCollection.Name)]
public class CompletionTests(SiloFixture fixture)
{
    [Fact]
    public async Task Complete_EventsOfTheStore_AreOfferedWithTheirCountsTheMostFrequentFirst()
    {
        using var store = await Store();

        var items = await Complete(store, "did \"|");

        Assert.Equal(["\"Product Viewed\" track 2", "\"Order Completed\" track 1"], items.Select(item => $"{item.GetProperty("insert").GetString()} {item.GetProperty("type").GetString()} {item.GetProperty("count").GetInt64()}"));
    }

    [Fact]
    public async Task Complete_TheExampleOfThePage_IsAnsweredAsItStandsThere()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "complete.md"));
        var example = page.Split("```json").Skip(1).Select(static block => block.Split("```")[0]).ToList();
        using var store = await Store();
        await store.Apply("track", """{"userId":"1","event":"Product Viewed","properties":{"product_id":"q","color":"red"}}""");

        var answer = (await store.Post("/api/v1/rules/complete", example[0])).Ok().Text;

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(example[1]), JsonNode.Parse(answer)), answer);
    }

    [Fact]
    public async Task Complete_PropertiesOfTheEvent_AreOfferedWithTheirTypes()
    {
        using var store = await Store();

        Assert.Equal(["price number", "product_id text"], (await Complete(store, "did \"Product Viewed\" where p|")).Select(Named));
        Assert.Equal(["sku text"], (await Complete(store, "did \"Order Completed\" where products (s|")).Select(Named));
        Assert.Empty(await Complete(store, "did \"Other\" where p|"));
    }

    [Fact]
    public async Task Complete_AtTheStart_OffersFieldsAndTheStoresTraits()
    {
        using var store = await Store();

        Assert.Equal(["traits.plan text", "traits.seats number"], (await Complete(store, "everyone and traits.|")).Select(Named));
        Assert.Equal(["country text"], (await Complete(store, "countr|")).Select(Named)); // a trait of identify that is a field
    }

    [Fact]
    public async Task Complete_WithinAWord_SaysWhatItReplacesAndWhatIsExpected()
    {
        using var store = await fixture.Store();

        var answer = (await store.Post("/api/v1/rules/complete", """{"rule":"country sta with \"B\"","position":10}""")).Ok();

        Assert.Equal("starts with", Assert.Single(answer["items"].EnumerateArray()).GetProperty("insert").GetString());
        Assert.Equal((8, 3), (answer["replaces"].GetProperty("start").GetInt32(), answer["replaces"].GetProperty("length").GetInt32()));
        Assert.Equal("a comparison such as =, in or contains", answer["expected"].GetString());
    }

    [Fact]
    public async Task Complete_NamesOfAnotherStore_AreNotOffered()
    {
        using var store = await Store();
        using var other = await fixture.Store();

        Assert.Empty(await Complete(other, "did \"|"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"rule":"everyone","position":9}""")]
    [InlineData("""{"rule":"everyone","position":-1}""")]
    [InlineData("""{"rule":{"everyone":true}}""")]
    public async Task Complete_WithoutARuleOrOutsideIt_Is400(string json)
    {
        using var store = await fixture.Store();

        (await store.Post("/api/v1/rules/complete", json)).Problem(HttpStatusCode.BadRequest);
    }

    private static string Named(JsonElement item) => $"{item.GetProperty("label").GetString()} {item.GetProperty("type").GetString()}";

    private static async Task<List<JsonElement>> Complete(TestStore store, string text)
    {
        var body = JsonSerializer.Serialize(new { rule = text.Replace("|", "", StringComparison.Ordinal), position = text.IndexOf('|', StringComparison.Ordinal) });
        return [.. (await store.Post("/api/v1/rules/complete", body)).Ok()["items"].EnumerateArray()];
    }

    private async Task<TestStore> Store()
    {
        var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"1","traits":{"country":"BR","plan":"gold","seats":3}}""");
        await store.Apply("track", """{"userId":"1","event":"Order Completed","properties":{"order_id":"o","total":1,"products":[{"sku":"a"}]}}""");
        await store.Apply("track", """{"userId":"1","event":"Product Viewed","properties":{"product_id":"p","price":5}}""");
        await store.Apply("track", """{"userId":"1","event":"Product Viewed","properties":{"price":5}}""");
        return store;
    }
}
