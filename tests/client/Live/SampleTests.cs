using System.Diagnostics;
using System.Text.RegularExpressions;
using Crm.Client.Tests.Support;

namespace Crm.Client.Tests.Live;

[Collection(LiveCollection.Name)]
public partial class SampleTests(LiveFixture fixture)
{
    [Fact]
    public async Task Sample_RunAsAProcess_PrintsTheCustomerWhoEntered()
    {
        await using var store = await Store.On(fixture.Silo);
        var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(own.Parent!.Parent!.FullName, "Crm.Samples.Client", own.Name, "Crm.Samples.Client.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CRM_URL"] = store.Options.Url!.ToString(), ["CRM_WRITE_KEY"] = store.Options.WriteKey, ["CRM_API_KEY"] = store.Options.ApiKey },
        };

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(Patience.Token);

        Assert.Equal((0, ""), (process.ExitCode, await errors));
        Assert.Matches(Printed(), await output);
    }

    [GeneratedRegex(@"^u:sample-\w+ entered big-orders at \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ\r?\nAna Souza: 1 order, 120\.50? BRL, [\w ]+\r?\n$")]
    private static partial Regex Printed();
}
