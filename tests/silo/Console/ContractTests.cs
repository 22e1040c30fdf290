using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Console;

[Collection(SiloCollection.Name)]
public class ContractTests(SiloFixture fixture)
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The console's calls and their types are made from the description in <c>console/openapi.json</c>. CRM_FREEZE=1 writes it anew.</summary>
    [Fact]
    public async Task Description_IsTheOneThatTheConsoleIsBuiltFrom()
    {
        using var http = new HttpClient { BaseAddress = fixture.Silo.Url };
        var described = JsonNode.Parse(await http.GetStringAsync("/openapi/v1.json"))!.AsObject();
        described.Remove("servers"); // where this one listens
        var path = Path.Combine(Repository.Root, "console", "openapi.json");
        var text = described.ToJsonString(Written) + "\n";
        if (Environment.GetEnvironmentVariable("CRM_FREEZE") == "1")
        {
            await File.WriteAllTextAsync(path, text);
        }

        Assert.Equal(await File.ReadAllTextAsync(path), text);
    }
}
