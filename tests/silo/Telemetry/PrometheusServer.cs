using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Crm.Silo.Tests.Telemetry;

/// <summary>A real Prometheus on loopback with the deployed settings, but for whom it asks and how often; and its tool that checks settings.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crm-prometheus-");
    private readonly HttpClient _http;
    private readonly Process _process;

    public PrometheusServer(Uri silo)
    {
        var port = FreePort();
        foreach (var file in Directory.EnumerateFiles(Deployed, "*.yml"))
        {
            var text = File.ReadAllText(file).Replace("127.0.0.1:8080", silo.Authority, StringComparison.Ordinal).Replace("_interval: 15s", "_interval: 1s", StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(_folder.FullName, Path.GetFileName(file)), text);
        }

        _http = new() { BaseAddress = new($"http://127.0.0.1:{port}") };
        _process = Launch(
            "prometheus", $"--config.file={_folder}/prometheus.yml", $"--storage.tsdb.path={_folder}/data", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error");
    }

    public static string Deployed => Path.Combine(Repository.Root, "deploy/prometheus");

    /// <summary>Runs promtool in the folder of what is deployed.</summary>
    public static async Task<(int Code, string Output)> Check(params string[] arguments)
    {
        using var process = Launch("promtool", arguments);
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }

    public async Task<JsonElement> Get(string path)
    {
        using var response = await _http.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            throw new HttpRequestException(text); // it is starting
        }

        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {text}");
        return JsonElement.Parse(text).GetProperty("data");
    }

    /// <summary>The series that a query has now.</summary>
    public async Task<IReadOnlyList<JsonElement>> Query(string expression) =>
        [.. (await Get($"/api/v1/query?query={Uri.EscapeDataString(expression)}")).GetProperty("result").EnumerateArray()];

    /// <summary>Returns once a query has a series.</summary>
    public async Task WaitFor(string expression)
    {
        for (var start = Stopwatch.GetTimestamp(); ; await Task.Delay(100))
        {
            Assert.False(_process.HasExited, "Prometheus ended.");
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"Prometheus never had: {expression}");
            try
            {
                if ((await Query(expression)).Count > 0)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It is starting.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private static Process Launch(string program, params string[] arguments)
    {
        var folder = Environment.GetEnvironmentVariable("CRM_PROMETHEUS") is { Length: > 0 } named ? named : Path.Combine(Repository.Root, ".crm/prometheus/usr/bin");
        var path = Path.Combine(folder, program);
        var start = new ProcessStartInfo(File.Exists(path) ? path : program, arguments)
        {
            WorkingDirectory = Deployed,
            RedirectStandardOutput = program == "promtool",
            RedirectStandardError = program == "promtool",
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException($"{program} is not there. ./crm test fetches Debian's package prometheus; else name the folder of its programs by CRM_PROMETHEUS.", missing);
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
