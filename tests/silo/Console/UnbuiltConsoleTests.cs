using System.Net;
using Crm.Silo.Tests.Support;
using Crm.TestSupport;

namespace Crm.Silo.Tests.Console;

[Collection(SiloCollection.Name)]
public class UnbuiltConsoleTests(SiloFixture fixture)
{
    [Theory]
    [InlineData("/", "*/*")]
    [InlineData("/sign-in", "text/html")]
    public async Task Get_APage_SaysHowToBuildIt(string path, string accept)
    {
        await using var silo = new SiloProcess(fixture.Database.ConnectionString, new Dictionary<string, string> { ["Crm__Console__Folder"] = "/nowhere" });
        await silo.Start();
        using var http = new HttpClient { BaseAddress = silo.Url };
        http.DefaultRequestHeaders.Add("Accept", accept);

        using var answer = await http.GetAsync(path);

        Assert.Contains("./crm up", (await Answer.Of(answer)).Problem(HttpStatusCode.NotFound)["detail"].GetString(), StringComparison.Ordinal);
    }
}
