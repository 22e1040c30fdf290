using System.Net;
using System.Text;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Http;

[Collection(SiloCollection.Name)]
public class ErrorTests(SiloFixture fixture)
{
    [Fact]
    public async Task Any_Failure_IsAProblem()
    {
        using var store = await fixture.Store();
        using var xml = new StringContent("<a/>", Encoding.UTF8, "text/xml");

        (await store.Get("/nowhere")).Problem(HttpStatusCode.NotFound);
        (await store.Delete("/api/v1/rfm")).Problem(HttpStatusCode.MethodNotAllowed);
        (await store.Get("/v1/track")).Problem(HttpStatusCode.MethodNotAllowed);
        (await store.Send(HttpMethod.Put, "/api/v1/segments/s", xml)).Problem(HttpStatusCode.UnsupportedMediaType);
        (await store.Post("/api/v1/rules/parse", $$"""{"rule":"{{new string('x', 1_100_000)}}"}""")).Problem(HttpStatusCode.RequestEntityTooLarge);
        (await store.Send(HttpMethod.Get, "/api/v1/rfm", null, "x")).Problem(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=501")]
    [InlineData("limit=x")]
    [InlineData("cursor=%%")]
    public async Task List_BadPaging_Is400(string query)
    {
        using var store = await fixture.Store();

        (await store.Get($"/api/v1/segments?{query}")).Problem(HttpStatusCode.BadRequest);
    }
}
