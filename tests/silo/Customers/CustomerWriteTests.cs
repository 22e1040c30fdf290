using System.Net;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Customers;

[Collection(SiloCollection.Name)]
public class CustomerWriteTests(SiloFixture fixture)
{
    [Fact]
    public async Task PostTraits_SetAndUnset_AreReadBack()
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"1","traits":{"plan":"free","seats":3}}""");

        var answer = (await store.Post("/api/v1/customers/u:1/traits?wait=applied&timeout=30000", """{"set":{"plan":"gold","country":"BR"},"unset":["seats"]}""")).Ok();

        Assert.True(answer["applied"].GetBoolean());
        var customer = (await store.Get("/api/v1/customers/u:1")).Ok();
        Assert.Equal("""{"plan":"gold"}""", customer["traits"].GetRawText());
        Assert.Equal("BR", customer["fields"].GetProperty("country").GetString());
    }

    [Fact]
    public async Task PostTags_AddAndRemove_AreReadBack()
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"anonymousId":"x"}""");
        await store.PutSegment("vip", "has tag \"vip\"");

        await store.Post("/api/v1/customers/a:x/tags?wait=applied&timeout=30000", """{"add":["vip","old"]}""");
        await store.Post("/api/v1/customers/a:x/tags?wait=applied&timeout=30000", """{"remove":["old"]}""");

        Assert.Equal("""["vip"]""", (await store.Get("/api/v1/customers/a:x"))["tags"].GetRawText());
        var segments = (await store.Get("/api/v1/customers/a:x/segments")).Ok();
        Assert.Equal("vip", segments["items"][0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task PostTags_SameIdempotencyKey_IsOneWrite()
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"1"}""");
        const string Path = "/api/v1/customers/u:1/tags?wait=applied&timeout=30000";

        (await store.Send(HttpMethod.Post, Path, TestStore.Body("""{"add":["a"]}"""), null, ("Idempotency-Key", "k1"))).Ok();
        (await store.Send(HttpMethod.Post, Path, TestStore.Body("""{"remove":["a"]}"""), null, ("Idempotency-Key", "k2"))).Ok();
        (await store.Send(HttpMethod.Post, Path, TestStore.Body("""{"add":["a"]}"""), null, ("Idempotency-Key", "k1"))).Ok();

        Assert.Equal("[]", (await store.Get("/api/v1/customers/u:1"))["tags"].GetRawText());
    }

    [Theory]
    [InlineData("traits", """{"set":{}}""", "set")]
    [InlineData("traits", """{"set":{"":1}}""", "set")]
    [InlineData("traits", """{"set":{"a":1},"unset":["a"]}""", "unset")]
    [InlineData("traits", """{"sets":{"a":1},"x":2}""", "sets", "x")]
    [InlineData("traits", """{"unset":"a"}""", "unset")]
    [InlineData("traits", """{"set":{"a":"\ud800"}}""", "body")]
    [InlineData("traits", """{"set":""", "body")]
    [InlineData("tags", """{}""", "add")]
    [InlineData("tags", """{"add":[""]}""", "add")]
    [InlineData("tags", """{"add":[null]}""", "add")]
    public async Task Post_BadBody_NamesTheFields(string what, string json, params string[] fields)
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"1"}""");

        var problem = (await store.Post($"/api/v1/customers/u:1/{what}", json)).Problem(HttpStatusCode.BadRequest);

        Assert.Equal(fields, problem.Fields);
    }

    [Fact]
    public async Task PostTraits_OnTheLogsClock_MovesNoTime()
    {
        using var store = await fixture.Store("log");
        await store.Apply("track", """{"userId":"1","event":"A","timestamp":"2017-01-28T19:06:53Z"}""");

        (await store.Post("/api/v1/customers/u:1/traits?wait=applied&timeout=30000", """{"set":{"plan":"gold"}}""")).Ok();

        Assert.StartsWith("2017-01-28T19:06:53", (await store.Get("/api/v1/customers/u:1"))["asOf"].GetString(), StringComparison.Ordinal);
    }
}
