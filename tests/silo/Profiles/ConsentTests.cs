using System.Net;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Profiles;

[Collection(SiloCollection.Name)]
public class ConsentTests(SiloFixture fixture)
{
    private const string Path = "/api/v1/customers/u:1/consents?wait=applied&timeout=30000";

    [Fact]
    public async Task PostConsents_GrantedAndDenied_AreOnThePageAndInRules()
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"1","traits":{"email":"a@x.y"}}""");
        (await store.PutSegment("reachable", "can receive email")).Ok();

        (await store.Post(Path, """{"channel":"email","state":"granted","source":"checkout","version":"2026-01"}""")).Ok();
        (await store.Post(Path, """{"channel":"sms","purpose":"Orders","state":"denied","at":"2024-05-01T10:00:00Z"}""")).Ok();

        var customer = (await store.Get("/api/v1/customers/u:1")).Ok();
        var email = customer["consents"].GetProperty("email");
        Assert.Equal(("granted", "checkout", "2026-01"), (email.GetProperty("state").GetString(), email.GetProperty("source").GetString(), email.GetProperty("version").GetString()));
        Assert.Equal(
            """{"state":"denied","at":"2024-05-01T10:00:00.000Z","source":null,"version":null}""", customer["consents"].GetProperty("sms/orders").GetRawText());
        Assert.Equal("reachable", customer["segments"][0].GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("""{"channel":"fax","state":"granted"}""", "channel")]
    [InlineData("""{"channel":"email","state":"unknown"}""", "state")]
    [InlineData("""{"channel":"email","state":"granted","purpose":" "}""", "purpose")]
    [InlineData("""{"channel":"email","state":"granted","at":"2199-01-01T00:00:00Z"}""", "at")]
    [InlineData("{}", "channel", "state")]
    public async Task PostConsents_BadBody_NamesTheFields(string json, params string[] fields)
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"1"}""");

        Assert.Equal(fields, (await store.Post(Path, json)).Problem(HttpStatusCode.BadRequest).Fields);
    }

    [Theory]
    [InlineData("consents")]
    [InlineData("note")]
    public async Task Batch_WithARecordOfOurOwn_IsRejected(string type)
    {
        using var store = await fixture.Store();

        var answer = (await store.Post("/v1/batch", $$"""{"batch":[{"type":"{{type}}","userId":"1","channel":"email","state":"granted"}]}""")).Ok();

        Assert.Equal("unknownType", answer["rejected"][0].GetProperty("reason").GetString());
    }
}
