using System.Net;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Profiles;

[Collection(SiloCollection.Name)]
public class ProfileSettingsTests(SiloFixture fixture)
{
    private const string Path = "/api/v1/profile/settings";

    [Fact]
    public async Task Identify_UnderTheStoresSettings_IsNormalizedOrReported()
    {
        using var store = await fixture.Store();
        (await store.Put(Path + "?wait=live&timeout=30000", """{"country":"BRA","traits":{"seats":"number"}}""")).Ok();

        await store.Apply("identify", """{"userId":"1","traits":{"email":"Ana@X.Y","phone":"(31) 98765-4321","birthday":"1990-05-17","gender":"F","seats":"12"},"context":{"locale":"pt_BR","timezone":"America/Sao_Paulo"}}""");
        await store.Apply("identify", """{"userId":"1","traits":{"email":"nonsense","seats":"many"}}""");

        var customer = (await store.Get("/api/v1/customers/u:1")).Ok();
        Assert.Equal(
            """{"userId":"1","email":"ana@x.y","phone":"+5531987654321","gender":"female","language":"pt-BR","birthDate":"1990-05-17","timeZone":"America/Sao_Paulo"}""",
            customer["fields"].GetRawText());
        Assert.Equal("""{"seats":12}""", customer["traits"].GetRawText());
        Assert.Equal(
            [("email", "notAnEmail", 1), ("traits.seats", "typeConflict", 1)],
            customer["problems"].EnumerateArray().Select(static problem => (problem.GetProperty("field").GetString(), problem.GetProperty("reason").GetString(), problem.GetProperty("count").GetInt32())));
    }

    [Fact]
    public async Task Order_InAnotherCurrency_CountsByTheRateAndMovesTheStage()
    {
        using var store = await fixture.Store("log");
        (await store.Put(Path + "?wait=live&timeout=30000", """{"rates":{"EUR":"6.10"},"stages":{"slippingDays":10,"lostDays":20}}""")).Ok();
        await store.Apply("track", """{"userId":"1","event":"Order Completed","timestamp":"2024-05-01T10:00:00Z","properties":{"order_id":1,"total":"10","currency":"EUR"}}""");

        (await store.Post("/api/v1/clock", """{"to":"2024-05-15T00:00:00Z"}""")).Ok();

        var customer = (await store.Get("/api/v1/customers/u:1")).Ok();
        Assert.Equal("61.00", customer["figures"].GetProperty("revenue").GetString());
        Assert.Equal("slipping", customer["stage"].GetString());
        Assert.Equal(
            """[{"stage":"slipping","since":"2024-05-11T10:00:00.000Z"},{"stage":"firstOrder","since":"2024-05-01T10:00:00.000Z"}]""", customer["stages"].GetRawText());
    }

    [Fact]
    public async Task Put_AgainAndWithIfMatch_MindsTheVersion()
    {
        using var store = await fixture.Store();
        var first = (await store.Put(Path, """{"country":"PT"}""")).Ok();
        var again = (await store.Put(Path, """{"country":"pt"}""")).Ok();

        Assert.Equal(first.Text, again.Text);
        Assert.Equal($"\"{first["version"].GetInt32()}\"", again.Headers.ETag!.Tag);
        Assert.Equal(first.Text, (await store.Get(Path)).Ok().Text);
        (await store.Send(HttpMethod.Put, Path, TestSupport.Stores.TestStore.Body("{}"), null, ("If-Match", "\"99\""))).Problem(HttpStatusCode.PreconditionFailed);
        (await store.Send(HttpMethod.Put, Path, TestSupport.Stores.TestStore.Body("{}"), null, ("If-None-Match", "*"))).Problem(HttpStatusCode.PreconditionFailed);
    }

    [Theory]
    [InlineData("""{"country":"Brazil"}""", "country")]
    [InlineData("""{"traits":{"seats":"integer"}}""", "traits.seats")]
    [InlineData("""{"traits":{"":"text"}}""", "traits")]
    [InlineData("""{"trait":{}}""", "trait")]
    [InlineData("""{"rates":{"EUR":"-1"}}""", "rates.EUR")]
    [InlineData("""{"rates":{"euro":"1"}}""", "rates.euro")]
    [InlineData("""{"stages":{"slippingDays":200}}""", "stages.lostDays")]
    [InlineData("""{"stages":{"loyalOrders":1}}""", "stages.loyalOrders")]
    public async Task Put_BadBody_NamesTheField(string json, string field)
    {
        using var store = await fixture.Store();

        Assert.Equal([field], (await store.Put(Path, json)).Problem(HttpStatusCode.BadRequest).Fields);
    }
}
