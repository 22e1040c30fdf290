using System.Text;
using System.Text.Json;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Collector;

[Collection(SiloCollection.Name)]
public class CollectorTests(SiloFixture fixture)
{
    [Theory]
    [InlineData("track", """{"userId":"1","event":"Product Viewed"}""")]
    [InlineData("identify", """{"userId":"1","traits":{"country":"BR"}}""")]
    [InlineData("page", """{"anonymousId":"1","name":"Home"}""")]
    [InlineData("screen", """{"anonymousId":"1","name":"Home"}""")]
    [InlineData("group", """{"userId":"1","groupId":"g"}""")]
    [InlineData("alias", """{"userId":"1","previousId":"2"}""")]
    [InlineData("batch", """{"batch":[{"type":"track","userId":"1","event":"A"}]}""")]
    public async Task Post_ByWriteKey_Succeeds(string type, string json)
    {
        using var store = await fixture.Store();

        var answer = (await store.Collect(type, TestStore.Body(json))).Ok();

        Assert.Equal("""{"success":true}""", answer.Text);
    }

    [Fact]
    public async Task Post_WaitApplied_ReadsItsOwnWrites()
    {
        using var store = await fixture.Store();
        await store.PutSegment("br", "country = \"BR\"");

        var answer = await store.Apply("identify", """{"userId":"7","traits":{"country":"BR"}}""");

        Assert.Equal("u:7", answer["customers"][0].GetProperty("id").GetString());
        Assert.Equal("br", answer["customers"][0].GetProperty("segments")[0].GetProperty("id").GetString());
        Assert.Equal(1, (await store.Get("/api/v1/segments/br"))["count"].GetInt64());
    }

    [Fact]
    public async Task Post_WaitAppliedByWriteKey_SeesNothingOfTheCustomer()
    {
        using var store = await fixture.Store();

        var answer = (await store.Collect("identify?wait=applied&timeout=30000", TestStore.Body("""{"userId":"7"}"""))).Ok();

        Assert.Equal("""{"success":true,"applied":true}""", answer.Text);
    }

    [Fact]
    public async Task PostBatch_EventsOfThePast_AreAcceptedAndNoneNamedRejected()
    {
        using var store = await fixture.Store();

        var answer = await store.Apply("batch", """{"batch":[{"type":"track","userId":"1","event":"A","timestamp":"2017-01-28T19:06:53Z"},{"type":"track","userId":"2","event":"A"}]}""");

        Assert.False(answer.Json.TryGetProperty("rejected", out var rejected) && rejected.ValueKind == JsonValueKind.Array, answer.Text);
        Assert.Equal(["u:1", "u:2"], answer["customers"].EnumerateArray().Select(static customer => customer.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Post_SameMessageTwice_CountsOnce()
    {
        using var store = await fixture.Store();
        const string Order = """{"userId":"1","event":"Order Completed","messageId":"m","properties":{"total":120.5,"currency":"BRL"}}""";

        await store.Apply("track", Order);
        await store.Apply("track", Order);

        var figures = (await store.Get("/api/v1/customers/u:1"))["figures"];
        Assert.Equal(1, figures.GetProperty("orders").GetInt32());
        Assert.Equal("120.50", figures.GetProperty("revenue").GetString());
    }

    [Theory]
    [InlineData("/v1/b", """{"writeKey":"KEY","batch":[{"type":"track","userId":"1","event":"A"}]}""")]
    [InlineData("/v1/t", """{"writeKey":"KEY","userId":"1","event":"A"}""")]
    public async Task Post_AsTheBrowserSdkDoes_SucceedsForAnyOrigin(string path, string json)
    {
        using var store = await fixture.Store();
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json.Replace("KEY", store.WriteKey, StringComparison.Ordinal), Encoding.UTF8, "text/plain"),
        };

        var answer = (await store.Send(request, ("Origin", "https://shop.example"))).Ok();

        Assert.Equal(["*"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Post_Batch_SharesItsContext()
    {
        using var store = await fixture.Store();

        await store.Apply("batch", """{"context":{"locale":"pt-BR"},"batch":[{"type":"identify","userId":"1"},{"type":"nothing","userId":"2","context":{"ip":"1.2.3.4"}}]}""");

        var letters = await store.Get("/api/v1/dead-letters");
        Assert.Contains("""
            "context":{"ip":"1.2.3.4","locale":"pt-BR"}
            """.Trim(), letters["items"][0].GetProperty("payload").GetString(), StringComparison.Ordinal);
    }
}
