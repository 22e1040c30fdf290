using System.Net;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Collector;

[Collection(SiloCollection.Name)]
public class CollectorRefusalTests(SiloFixture fixture)
{
    [Theory]
    [InlineData("track", "")]
    [InlineData("track", "{")]
    [InlineData("track", "[]")]
    [InlineData("track", """{"userId":"1","event":"A"} {}""")]
    [InlineData("track", """{"userId":"1"}""")]
    [InlineData("track", """{"event":"A"}""")]
    [InlineData("track", """{"userId":{},"event":"A"}""")]
    [InlineData("track", """{"userId":"1","event":7}""")]
    [InlineData("track", """{"userId":"1","event":"A","properties":3}""")]
    [InlineData("track", """{"userId":"1","event":"A","timestamp":"yesterday"}""")]
    [InlineData("track", """{"userId":"\ud800","event":"A"}""")]
    [InlineData("batch", """{"batch":{}}""")]
    [InlineData("batch", """{"batch":[]}""")]
    [InlineData("batch", """{"userId":"1"}""")]
    [InlineData("batch", """{"batch":[{"type":"track"]}""")]
    [InlineData("track?wait=never", """{"userId":"1","event":"A"}""")]
    [InlineData("track?timeout=x", """{"userId":"1","event":"A"}""")]
    public async Task Post_Malformed_Is400(string type, string json)
    {
        using var store = await fixture.Store();

        (await store.Collect(type, TestStore.Body(json))).Problem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Post_EventOfMoreThan32KB_Is400()
    {
        using var store = await fixture.Store();

        var answer = (await store.Collect("track", TestStore.Body("""{"userId":"1","event":"A","properties":{"x":"LONG"}}""".Replace("LONG", new string('x', 33_000), StringComparison.Ordinal)))).Problem(HttpStatusCode.BadRequest);

        Assert.Equal("urn:crm:rejected:tooLarge", answer["type"].GetString());
    }

    [Fact]
    public async Task Post_BodyOfMoreThan500KB_Is413()
    {
        using var store = await fixture.Store();

        (await store.Collect("batch", TestStore.Body($$"""{"batch":[{"type":"track","userId":"1","event":"{{new string('x', 520_000)}}"}]}"""))).Problem(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData(2_500, HttpStatusCode.OK)]
    [InlineData(2_501, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Post_ManyEvents_AreTakenUpToTheLimit(int count, HttpStatusCode status)
    {
        using var store = await fixture.Store();
        var events = string.Join(',', Enumerable.Range(0, count).Select(static i => $$"""{"type":"page","userId":"{{i % 10}}"}"""));

        (await store.Collect("batch", TestStore.Body($$"""{"batch":[{{events}}]}"""))).Expect(status);
    }

    [Fact]
    public async Task Post_BatchWithBadEvents_AppendsTheGoodAndNamesTheBad()
    {
        using var store = await fixture.Store();

        var answer = await store.Apply("batch", """
            {"batch":[{"type":"identify","userId":"1"},17,{"type":"track","messageId":"m2","event":"A"},{"type":"dance","userId":"2"},
            {"type":"tags","userId":"1","add":["vip"]},{"type":"identify","userId":"3","timestamp":"2099-01-01T00:00:00Z"}]}
            """);

        Assert.Equal(
            [(1, "notAnObject"), (2, "missingIds"), (3, "unknownType"), (4, "unknownType"), (5, "futureDate")],
            answer["rejected"].EnumerateArray().Select(static bad => (bad.GetProperty("index").GetInt32(), bad.GetProperty("reason").GetString()!)));
        Assert.Equal("m2", answer["rejected"][1].GetProperty("messageId").GetString());
        Assert.Equal(5, (await store.Get("/api/v1/dead-letters"))["items"].GetArrayLength());
        var customer = (await store.Get("/api/v1/customers/u:1")).Ok();
        Assert.Equal(0, customer["tags"].GetArrayLength());
    }

    [Fact]
    public async Task Post_WithoutAGoodKey_Is401()
    {
        using var store = await fixture.Store();
        using var none = new HttpRequestMessage(HttpMethod.Post, "/v1/track") { Content = TestStore.Body("""{"userId":"1","event":"A"}""") };

        (await store.Send(none)).Problem(HttpStatusCode.Unauthorized);
        (await store.Collect("track", TestStore.Body("""{"userId":"1","event":"A"}"""), "crm_write_wrong")).Problem(HttpStatusCode.Unauthorized);
        (await store.Collect("track", TestStore.Body("""{"userId":"1","event":"A"}"""), store.ApiKey)).Problem(HttpStatusCode.Unauthorized);
        (await store.Send(HttpMethod.Post, "/v1/track", TestStore.Body("""{"userId":"1","event":"A"}"""), store.WriteKey)).Problem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Post_ClaimOfItsOwn_ReceivedAtIsTheCollectors()
    {
        using var store = await fixture.Store();

        await store.Apply("identify", """{"userId":"1","receivedAt":"2001-01-01T00:00:00Z"}""");

        Assert.DoesNotContain("2001", (await store.Get("/api/v1/customers/u:1")).Text, StringComparison.Ordinal);
    }
}
