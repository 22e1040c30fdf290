using System.Net;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Rules;

[Collection(SiloCollection.Name)]
public class RuleTests(SiloFixture fixture)
{
    [Theory]
    [InlineData("\"COUNTRY = \\\"BR\\\"\"")]
    [InlineData("""{"field":"country","op":"=","value":"BR"}""")]
    [InlineData("""{"version":1,"rule":{"field":"country","op":"=","value":"BR"}}""")]
    public async Task Parse_EitherForm_GivesBoth(string rule)
    {
        using var store = await fixture.Store();

        var parsed = (await store.Post("/api/v1/rules/parse", $$"""{"rule":{{rule}}}""")).Ok();

        Assert.Equal("""{"field":"country","op":"=","value":"BR"}""", parsed["rule"].GetRawText());
        Assert.Equal("country = \"BR\"", parsed["text"].GetString());
        Assert.Equal(0, parsed["errors"].GetArrayLength());
    }

    [Fact]
    public async Task Parse_MisspeltName_SaysWhereAndWhat()
    {
        using var store = await fixture.Store();

        var parsed = (await store.Post("/api/v1/rules/parse", """{"rule":"everyone and contry = \"BR\""}""")).Ok();

        var error = Assert.Single(parsed["errors"].EnumerateArray());
        Assert.Equal(13, error.GetProperty("position").GetInt32());
        Assert.Equal(6, error.GetProperty("length").GetInt32());
        Assert.Equal("country", error.GetProperty("suggestion").GetString());
        Assert.NotEmpty(error.GetProperty("expected").GetString()!);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"text":"everyone"}""")]
    [InlineData("[]")]
    public async Task Parse_WithoutRule_Is400(string json)
    {
        using var store = await fixture.Store();

        (await store.Post("/api/v1/rules/parse", json)).Problem(HttpStatusCode.BadRequest);
    }
}
