using System.Net;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Lists;

[Collection(SiloCollection.Name)]
public class ListTests(SiloFixture fixture)
{
    [Fact]
    public async Task Members_PutOnAndTakenOff_AreCountedListedAndFoundByRules()
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"1","traits":{"country":"BR"}}""");
        await store.Apply("identify", """{"userId":"2","traits":{"country":"PT"}}""");
        (await store.Put("/api/v1/lists/press", """{"name":"Press"}""")).Ok();
        (await store.PutSegment("brazil-press", "in list \"press\" and country = \"BR\"")).Ok();

        var answer = (await store.Post("/api/v1/lists/press/members?wait=applied", """{"add":["u:1","u:2","u:nobody"]}""")).Ok();

        Assert.Equal("""{"applied":true,"unknown":["u:nobody"]}""", answer.Text);
        Assert.Equal(2, (await store.Get("/api/v1/lists/press"))["count"].GetInt64());
        Assert.Equal(["u:1", "u:2"], await Members(store, "lists/press"));
        Assert.Equal(["u:1"], await Members(store, "segments/brazil-press"));
        var customer = (await store.Get("/api/v1/customers/u%3A1")).Ok();
        Assert.Equal("press", customer["lists"][0].GetProperty("id").GetString());
        Assert.Equal(0, customer["tags"].GetArrayLength());
        Assert.Equal("brazil-press", Assert.Single(customer["segments"].EnumerateArray()).GetProperty("id").GetString());

        var segments = (await store.Get("/api/v1/customers/u%3A1/segments")).Ok()["items"].EnumerateArray();
        Assert.Equal(["brazil-press"], segments.Select(static segment => segment.GetProperty("id").GetString()));

        (await store.Post("/api/v1/lists/press/members?wait=applied", """{"remove":["u:1"]}""")).Ok();

        Assert.Equal(["u:2"], await Members(store, "lists/press"));
        Assert.Empty(await Members(store, "segments/brazil-press"));
        Assert.Contains("list:press", (await store.Get("/api/v1/changes")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_IsNoSegmentOfTheApi_AndStandsAmongLists()
    {
        using var store = await fixture.Store();
        (await store.Put("/api/v1/lists/b", """{"name":"B"}""")).Ok();
        (await store.Put("/api/v1/lists/a", """{"name":"A"}""")).Ok();

        Assert.Equal(["a", "b"], (await store.Get("/api/v1/lists"))["items"].EnumerateArray().Select(static list => list.GetProperty("id").GetString()));
        Assert.Equal(0, (await store.Get("/api/v1/segments"))["items"].GetArrayLength());
        (await store.Get("/api/v1/segments/list%3Aa")).Problem(HttpStatusCode.NotFound);
        (await store.Delete("/api/v1/segments/list%3Aa")).Problem(HttpStatusCode.NotFound);
        (await store.Get("/api/v1/segments/list%3Aa/members")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Put_WhatCannotBe_SaysWhy()
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"1"}""");
        var version = (await store.Put("/api/v1/lists/press", """{"name":"Press"}""")).Ok()["version"].GetInt32();
        Assert.Equal(version, (await store.Put("/api/v1/lists/press", """{"name":"Press"}""")).Ok()["version"].GetInt32());

        Assert.Equal(["id", "name"], (await store.Put("/api/v1/lists/A%20B", "{}")).Problem(HttpStatusCode.BadRequest).Fields);
        Assert.Equal(["add[1]"], (await store.Post("/api/v1/lists/press/members", """{"add":["u:1","x"]}""")).Problem(HttpStatusCode.BadRequest).Fields);
        Assert.Equal(["add"], (await store.Post("/api/v1/lists/press/members", "{}")).Problem(HttpStatusCode.BadRequest).Fields);
        (await store.Post("/api/v1/lists/other/members", """{"add":["u:1"]}""")).Problem(HttpStatusCode.NotFound);
        (await store.Get("/api/v1/lists/other")).Problem(HttpStatusCode.NotFound);
        Assert.Equal(["add"], (await store.Post("/api/v1/customers/u%3A1/tags", """{"add":["list:press"]}""")).Problem(HttpStatusCode.BadRequest).Fields);
        Assert.Equal(["rule"], (await store.PutSegment("s", "in list \"other\"")).Problem(HttpStatusCode.BadRequest).Fields);
    }

    [Fact]
    public async Task Delete_WhileARuleAsksForIt_IsRefused()
    {
        using var store = await fixture.Store();
        (await store.Put("/api/v1/lists/press", """{"name":"Press"}""")).Ok();
        await store.PutSegment("s", "not in list \"press\"");

        Assert.Contains("the segment 's' reads it", (await store.Delete("/api/v1/lists/press")).Problem(HttpStatusCode.Conflict).Text, StringComparison.Ordinal);
        (await store.Delete("/api/v1/segments/s")).Expect(HttpStatusCode.NoContent);
        (await store.Delete("/api/v1/lists/press")).Expect(HttpStatusCode.NoContent);
        (await store.Delete("/api/v1/lists/press")).Problem(HttpStatusCode.NotFound);
    }

    private static async Task<IEnumerable<string?>> Members(TestStore store, string of) =>
        (await store.Get($"/api/v1/{of}/members"))["items"].EnumerateArray().Select(static member => member.GetProperty("customer").GetString()).ToList();
}
