using System.Net;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Customers;

[Collection(SiloCollection.Name)]
public class CustomerTests(SiloFixture fixture)
{
    [Fact]
    public async Task Get_AfterAnOrder_ShowsFiguresAndFields()
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"1","anonymousId":"x","traits":{"country":"BR","plan":"wholesale","seats":3}}""");
        await store.Apply("track", """{"userId":"1","event":"Order Completed","properties":{"order_id":"o","total":"120.5","currency":"BRL"}}""");

        var customer = (await store.Get("/api/v1/customers/u:1")).Ok();

        Assert.Equal("u:1", customer["id"].GetString());
        Assert.Equal(store.Name, customer["store"].GetString());
        Assert.Equal("BR", customer["fields"].GetProperty("country").GetString());
        Assert.Equal(3, customer["traits"].GetProperty("seats").GetInt32());
        Assert.Equal("120.50", customer["figures"].GetProperty("revenue").GetString());
        Assert.Equal("0.00", customer["figures"].GetProperty("refunded").GetString());
        Assert.Equal("BRL", customer["figures"].GetProperty("currency").GetString());
        Assert.Equal(5, customer["rfm"].GetProperty("r").GetInt32());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", customer["asOf"].GetString());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("a/b")]
    [InlineData("100%")]
    [InlineData("%2F")]
    [InlineData("Ünïcödé 🛒 日本")]
    [InlineData("a?b#c&d+e")]
    [InlineData("..")]
    [InlineData("\"quoted\\\"")]
    public async Task Get_AnyId_IsOneEncodedSegment(string id)
    {
        using var store = await fixture.Store();
        await store.Apply("identify", System.Text.Json.JsonSerializer.Serialize(new { userId = id }));

        var customer = (await store.Get($"/api/v1/customers/{Uri.EscapeDataString("u:" + id)}")).Ok();

        Assert.Equal("u:" + id, customer["id"].GetString());
        (await store.Get($"/api/v1/customers/{Uri.EscapeDataString("u:" + id)}/segments")).Ok();
    }

    [Theory]
    [InlineData("u:nobody", HttpStatusCode.NotFound)]
    [InlineData("a:nobody", HttpStatusCode.NotFound)]
    [InlineData("nobody", HttpStatusCode.BadRequest)]
    [InlineData("x:1", HttpStatusCode.BadRequest)]
    [InlineData("u:", HttpStatusCode.BadRequest)]
    public async Task Get_NoCustomer_IsAProblem(string id, HttpStatusCode status)
    {
        using var store = await fixture.Store();

        (await store.Get($"/api/v1/customers/{id}")).Problem(status);
        (await store.Get($"/api/v1/customers/{id}/segments")).Problem(status);
        (await store.Post($"/api/v1/customers/{id}/traits", """{"set":{"a":1}}""")).Problem(status);
    }

    [Fact]
    public async Task Get_OfAnotherStore_IsNotFound()
    {
        using var mine = await fixture.Store();
        using var other = await fixture.Store();
        await mine.Apply("identify", """{"userId":"1"}""");

        (await other.Get("/api/v1/customers/u:1")).Problem(HttpStatusCode.NotFound);
    }
}
