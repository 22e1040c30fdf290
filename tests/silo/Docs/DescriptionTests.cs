using System.Text.Json;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Docs;

[Collection(SiloCollection.Name)]
public class DescriptionTests(SiloFixture fixture)
{
    [Fact]
    public async Task Get_OpenApi_DescribesEveryCall()
    {
        using var http = new HttpClient { BaseAddress = fixture.Silo.Url };

        var document = JsonElement.Parse(await http.GetStringAsync("/openapi/v1.json"));

        var calls = document.GetProperty("paths").EnumerateObject().SelectMany(static path => path.Value.EnumerateObject().Select(call => (path.Name, call.Value))).ToList();
        Assert.True(calls.Count > 30);
        Assert.All(calls, static call => Assert.NotEmpty(call.Value.GetProperty("summary").GetString()!));
        Assert.All(
            calls.Where(static call => call.Name.StartsWith("/api/", StringComparison.Ordinal)),
            static call => Assert.NotEmpty(call.Value.GetProperty("security").EnumerateArray()));
        Assert.All(
            calls.Where(static call => call.Name.Contains("{id}", StringComparison.Ordinal)),
            static call => Assert.Contains(call.Value.GetProperty("parameters").EnumerateArray(), static parameter => parameter.GetProperty("name").GetString() == "id"));
        Assert.True(document.GetProperty("components").GetProperty("schemas").TryGetProperty("Problem", out _));
        Assert.Equal("date-time", document.GetProperty("components").GetProperty("schemas").GetProperty("Instant").GetProperty("format").GetString());
    }

    [Fact]
    public async Task Get_Docs_NeedsNothingFromElsewhere()
    {
        using var http = new HttpClient { BaseAddress = fixture.Silo.Url };

        var text = await http.GetStringAsync("/docs") + await http.GetStringAsync("/docs/page.js") + await http.GetStringAsync("/docs/page.css");

        Assert.Contains("/docs/page.js", text, StringComparison.Ordinal);
        Assert.DoesNotContain("//cdn", text, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
    }
}
