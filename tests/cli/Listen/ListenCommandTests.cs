using System.Diagnostics;

namespace Crm.Cli.Tests.Listen;

public sealed class ListenCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crm-listen-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Listen_FromStartToSigterm_ReceivesAndEndsInOrder()
    {
        var (urlFile, received) = (Path.Combine(_folder.FullName, "url"), Path.Combine(_folder.FullName, "received.ndjson"));
        using var process = Run("listen", "--url-file", urlFile, "--out", received);
        var listening = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        using var http = new HttpClient();

        using var answer = await http.SendAsync(Hooks.Request(listening!["Listening on ".Length..], "act_1"));
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        var url = (await File.ReadAllTextAsync(urlFile)).Trim();
        using (var terminate = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await terminate.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal($"Listening on {url}", listening);
        Assert.Contains("abandoned-cart  remind  u:7  cart 35.80  new  200", line, StringComparison.Ordinal);
        Assert.Equal("Stopped: 1 webhooks, 0 of them repeats.", (await process.StandardOutput.ReadToEndAsync()).Trim());
        Assert.Equal(0, process.ExitCode);
        Assert.False(File.Exists(urlFile));
        Assert.Single(await File.ReadAllLinesAsync(received));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(received));
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--fail", "99")]
    [InlineData("--fail-first", "-1")]
    [InlineData("--hang", "--fail", "500")]
    public async Task Listen_BadArguments_AreNamed(params string[] arguments)
    {
        using var process = Run(["listen", .. arguments]);
        await process.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains(arguments[0], await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private static Process Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "Crm.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CRM_WEBHOOK_SECRET"] = Hooks.Secret },
        };
        return Process.Start(start)!;
    }
}
