using System.Net;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Rfm;

[Collection(SiloCollection.Name)]
public class RfmSettingsTests(SiloFixture fixture)
{
    private const string Path = "/api/v1/rfm/settings";
    private const string Live = "?wait=live&timeout=30000";

    [Fact]
    public async Task Get_NothingPut_IsTheDefault()
    {
        using var store = await fixture.Store();

        var settings = (await store.Get(Path)).Ok();

        Assert.Equal("\"0\"", settings.Headers.ETag!.Tag);
        Assert.Equal(("thresholds", 5, "all", 0), (settings["method"].GetString(), settings["scores"].GetInt32(), settings["window"].GetString(), settings["version"].GetInt32()));
        Assert.Equal("""{"r":[30,90,180,365],"f":[2,3,5,8],"m":["100.00","250.00","500.00","1000.00"]}""", settings["thresholds"].GetRawText());
        Assert.Equal("""{"group":"Champions","r":[5,5],"f":[1,5],"m":[1,5],"fm":[4,5]}""", settings["groups"][2].GetRawText());
    }

    [Fact]
    public async Task Put_WhatWasRead_ChangesNothing()
    {
        using var store = await fixture.Store();
        var first = (await store.Put(Path, """{"scores":4,"method":"quantiles","thresholds":{"r":[8,15,31]},"hysteresis":0.05,"refreshEvery":"P1D"}""")).Ok();

        Assert.Equal(first.Text, (await store.Put(Path, first.Text)).Ok().Text);
        Assert.Equal(first.Text, (await store.Get(Path)).Ok().Text);
        Assert.Equal(("quantiles", "1 day"), (first["method"].GetString(), first["refreshEvery"].GetString() == "P1D" ? "1 day" : first["refreshEvery"].GetString()));
        Assert.Equal("""{"r":[8,15,31],"f":null,"m":null}""", first["thresholds"].GetRawText());
    }

    [Fact]
    public async Task Put_WithIfMatch_MindsTheVersion()
    {
        using var store = await fixture.Store();
        var put = (await store.Put(Path, """{"scores":5,"hysteresis":0.1}""")).Ok();

        (await store.Send(HttpMethod.Put, Path, TestStore.Body("{}"), null, ("If-Match", "\"99\""))).Problem(HttpStatusCode.PreconditionFailed);
        (await store.Send(HttpMethod.Put, Path, TestStore.Body("{}"), null, ("If-None-Match", "*"))).Problem(HttpStatusCode.PreconditionFailed);
        (await store.Send(HttpMethod.Put, Path, TestStore.Body("{}"), null, ("If-Match", put.Headers.ETag!.Tag))).Ok();
    }

    [Fact]
    public async Task Put_ThresholdsAndGroups_ScoreEveryCustomerAnew()
    {
        using var store = await fixture.Store();
        await Order(store, "1", 100);
        await Order(store, "2", 900);

        (await store.Put(Path + Live, """
            {"scores":3,"thresholds":{"r":[10,20],"f":[2,3],"m":["500","800"]},"groups":[{"group":"Big","m":[3,3]},{"group":"New","r":[3,3],"f":[1,1]}]}
            """)).Ok();

        var big = (await store.Get("/api/v1/customers/u:2")).Ok()["rfm"];
        Assert.Equal((3, 1, 3, "Big", 2), (big.GetProperty("r").GetInt32(), big.GetProperty("f").GetInt32(), big.GetProperty("m").GetInt32(), big.GetProperty("group").GetString(), big.GetProperty("version").GetInt32()));
        Assert.Equal(["Big", "Potential Loyalists"], big.GetProperty("history").EnumerateArray().Select(static entry => entry.GetProperty("group").GetString()));
        Assert.Equal([2, 1], big.GetProperty("history").EnumerateArray().Select(static entry => entry.GetProperty("version").GetInt32()));
        var rfm = (await store.Get("/api/v1/rfm")).Ok();
        Assert.Equal("""{"Big":1,"New":1,"Others":0}""", rfm["groups"].GetRawText());
        Assert.Equal("""[[0,0,0],[0,0,0],[2,0,0]]""", rfm["grid"].GetRawText());
    }

    [Theory]
    [InlineData("""{"method":"deciles"}""", "method")]
    [InlineData("""{"method":"quantiles","thresholds":{"r":[1,2,3,4],"f":[1,2,3,4],"m":["1","2","3","4"]}}""", "method")]
    [InlineData("""{"scores":2}""", "scores")]
    [InlineData("""{"scores":6}""", "scores")]
    [InlineData("""{"scores":4}""", "thresholds.r", "thresholds.f", "thresholds.m")]
    [InlineData("""{"thresholds":{"r":[30,90,180]}}""", "thresholds.r")]
    [InlineData("""{"thresholds":{"r":[0,90,180,365]}}""", "thresholds.r")]
    [InlineData("""{"thresholds":{"f":[2,3,3,8]}}""", "thresholds.f")]
    [InlineData("""{"thresholds":{"m":["1","2","x","8"]}}""", "thresholds.m")]
    [InlineData("""{"window":"P365D"}""", "window")]
    [InlineData("""{"hysteresis":0.6}""", "hysteresis")]
    [InlineData("""{"hysteresis":-0.1}""", "hysteresis")]
    [InlineData("""{"refreshEvery":"PT1M"}""", "refreshEvery")]
    [InlineData("""{"refreshEvery":"P1M"}""", "refreshEvery")]
    [InlineData("""{"groups":[]}""", "groups")]
    [InlineData("""{"groups":[{"r":[1,2]},{"group":"x","f":[3,2]},{"group":"x","m":[1]},{"group":"x","fm":[1,6]}]}""", "groups[0].group", "groups[1].f", "groups[2].m", "groups[3].fm")]
    [InlineData("""{"score":5}""", "score")]
    public async Task Put_BadBody_NamesEveryField(string json, params string[] fields)
    {
        using var store = await fixture.Store();

        var problem = (await store.Put(Path, json)).Problem(HttpStatusCode.BadRequest);

        Assert.Equal(fields, problem["errors"].EnumerateArray().Select(static error => error.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Templates_EachPut_IsTaken()
    {
        using var store = await fixture.Store();
        foreach (var template in (await store.Get("/api/v1/rfm/templates")).Ok()["items"].EnumerateArray())
        {
            Assert.Equal(template.GetProperty("method").GetString(), (await store.Put(Path, template.GetRawText())).Ok()["method"].GetString());
        }
    }

    internal static Task Order(TestStore store, string user, int total) => store.Apply(
        "track", $$"""{"userId":"{{user}}","event":"Order Completed","properties":{"order_id":"{{user}}-{{total}}","total":{{total}},"currency":"BRL"} }""");
}
