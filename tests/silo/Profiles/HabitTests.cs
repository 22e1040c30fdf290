using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Profiles;

[Collection(SiloCollection.Name)]
public class HabitTests(SiloFixture fixture)
{
    [Fact]
    public async Task Get_AfterVisits_ShowsChannelsTouchesDevicesAndFavourites()
    {
        using var store = await fixture.Store();
        await store.Apply("page", """{"userId":"1","timestamp":"2024-05-01T10:00:00Z","context":{"campaign":{"source":"google","medium":"cpc","name":"spring"},"library":{"name":"analytics.js"}}}""");
        await store.Apply("track", """{"userId":"1","event":"Product Viewed","timestamp":"2024-05-01T10:05:00Z","properties":{"category":"Shoes","brand":"Acme"},"context":{"device":{"id":"d","model":"P9","type":"android"},"campaign":{"source":"news"}}}""");
        await store.Apply("track", """{"userId":"1","event":"Order Completed","timestamp":"2024-05-02T10:00:00Z","properties":{"total":1,"channel":"store","products":[{"category":"Hats"}]}}""");

        var customer = (await store.Get("/api/v1/customers/u:1")).Ok();

        Assert.Equal("""{"first":"web","latest":"pos","usual":"web","mix":{"web":1,"app":1,"pos":1}}""", customer["channels"].GetRawText());
        Assert.Equal(10, customer["usualHour"].GetInt32());
        var touches = customer["touches"];
        Assert.Equal(("google", "cpc", "spring", "web"), (Of("first", "source"), Of("first", "medium"), Of("first", "campaign"), Of("first", "channel")));
        Assert.Equal(("news", null, "app"), (Of("last", "source"), Of("last", "campaign"), Of("last", "channel")));
        Assert.Equal("""[{"name":"P9","type":"android","lastSeen":"2024-05-01T10:05:00.000Z"}]""", customer["devices"].GetRawText());
        Assert.Equal("""{"categories":[{"name":"Hats","points":5},{"name":"Shoes","points":1}],"brands":[{"name":"Acme","points":1}]}""", customer["favourites"].GetRawText());

        string? Of(string which, string what) => touches.GetProperty(which).GetProperty(what).GetString();
    }
}
