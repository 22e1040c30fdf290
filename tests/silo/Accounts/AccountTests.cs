using System.Net;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Accounts;

[Collection(SiloCollection.Name)]
public class AccountTests(SiloFixture fixture)
{
    [Fact]
    public async Task Get_ACompany_HasItsPeopleAndTheirSums()
    {
        using var store = await fixture.Store();
        foreach (var person in (string[])["1", "2", "3"])
        {
            await store.Apply("group", $$$"""{"userId":"{{{person}}}","groupId":"acme/são","traits":{"name":"Acme {{{person}}}","type":"wholesale"},"timestamp":"2024-01-0{{{person}}}T00:00:00Z"}""");
            await store.Apply("track", $$$"""{"userId":"{{{person}}}","event":"Order Completed","properties":{"order_id":"o{{{person}}}","total":{{{person}}} } }""");
        }

        await store.Apply("group", """{"userId":"3","groupId":null}""");
        await store.Apply("group", """{"userId":"4","groupId":"other"}""");
        var path = $"/api/v1/accounts/{Uri.EscapeDataString("acme/são")}";

        var account = await Settled(store, path, 2);

        Assert.Equal(("acme/são", "Acme 2", "wholesale", 2L), (account["id"].GetString(), account["name"].GetString(), account["type"].GetString(), account["count"].GetInt64()));
        Assert.Equal(("2", "3.00", "0.00"), (
            account["figures"].GetProperty("orders").GetRawText(), account["figures"].GetProperty("revenue").GetString(), account["figures"].GetProperty("refunded").GetString()));
        var first = (await store.Get(path + "?limit=1")).Ok()["people"];
        Assert.Equal("u:1", first.GetProperty("items")[0].GetProperty("customer").GetString());
        Assert.Equal("u:2", (await store.Get($"{path}?limit=1&cursor={first.GetProperty("next").GetString()}")).Ok()["people"].GetProperty("items")[0].GetProperty("customer").GetString());
    }

    [Fact]
    public async Task Get_NobodyThereOrAnIdThatNoIndexTakes_IsNotFoundAndStopsNothing()
    {
        using var store = await fixture.Store();
        var endless = new string('x', 3_000);
        await store.Apply("group", $$"""{"userId":"1","groupId":"{{endless}}"}""");
        await store.Apply("group", """{"userId":"2","groupId":"a\u0000b"}""");

        Assert.Equal(endless, (await store.Get("/api/v1/customers/u:1")).Ok()["fields"].GetProperty("account").GetString());
        (await store.Get("/api/v1/accounts/none")).Problem(HttpStatusCode.NotFound);
        Assert.Equal(["cursor"], (await store.Get("/api/v1/accounts/none?cursor=AAAA")).Problem(HttpStatusCode.BadRequest).Fields);
    }

    // What is stored follows what is applied.
    private static async Task<Answer> Settled(TestStore store, string path, long count)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await store.Get(path);
            if ((answer.Status == HttpStatusCode.OK && answer["count"].GetInt64() == count && answer["figures"].GetProperty("orders").GetInt64() == count)
                || System.Diagnostics.Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(60))
            {
                return answer.Ok();
            }

            await Task.Delay(50);
        }
    }
}
