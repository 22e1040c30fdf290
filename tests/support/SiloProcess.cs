using System.Diagnostics;
using System.Net;

namespace Crm.TestSupport;

/// <summary>The built silo as a process of its own, to be asked over HTTP, stopped, killed and started again.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    public const string AdminKey = "test-admin-key-0123456789";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> _settings;
    private readonly SiloProcessOutput _output = new();
    private readonly string? _assembly;
    private Process? _process;
    private bool _asked; // to end

    /// <param name="postgres">Connection string of its database.</param>
    /// <param name="settings">Environment variables above the usual ones.</param>
    /// <param name="assembly">Path of another build of it.</param>
    public SiloProcess(string postgres, IReadOnlyDictionary<string, string>? settings = null, string? assembly = null)
    {
        _assembly = assembly;
        Url = new($"http://127.0.0.1:{SiloProcessMachine.FreePort()}");
        _settings = new(settings ?? new Dictionary<string, string>())
        {
            ["CRM_POSTGRES"] = postgres,
            ["CRM_URL"] = Url.GetLeftPart(UriPartial.Authority),
            ["CRM_ADMIN_KEY"] = AdminKey,
        };
        _settings.TryAdd("CRM_PARTITIONS", "4");
    }

    public Uri Url { get; }

    /// <summary>Of the process that was started last.</summary>
    public int Id => _process!.Id;

    /// <summary>What it wrote last.</summary>
    public string Output => _output.ToString();

    /// <summary>Bytes of memory that it has from the machine.</summary>
    public long WorkingSet
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The most that it ever had.</summary>
    public long PeakWorkingSet
    {
        get
        {
            _process!.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>It has ended, and nobody asked it to.</summary>
    public bool EndedByItself => !_asked && ExitCode is not null;

    public int? ExitCode => _process is { HasExited: true } gone ? gone.ExitCode : null;

    /// <summary>Starts it and returns once it is ready.</summary>
    public async Task Start()
    {
        Launch();
        using var http = new HttpClient { BaseAddress = Url };
        for (var start = Stopwatch.GetTimestamp(); !await IsReady(http);)
        {
            if (_process!.HasExited || Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new InvalidOperationException($"The silo did not get ready. It wrote:\n{Output}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Starts it and returns at once.</summary>
    public void Launch()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [_assembly ?? SiloProcessMachine.Assembly()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        _asked = false;
        _process = Process.Start(start) ?? throw new InvalidOperationException("The silo did not start.");
        _output.Follow(_process);
    }

    /// <summary>Returns once it has ended by itself.</summary>
    public async Task<int> WaitForExit()
    {
        await _process!.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Ends it without any warning, as a crash does.</summary>
    public async Task Kill()
    {
        _asked = true;
        _process!.Kill(entireProcessTree: true);
        await WaitForExit();
    }

    /// <summary>Asks it to stop, and returns its exit code.</summary>
    public async Task<int> Stop()
    {
        _asked = true;
        return SiloProcessMachine.Terminate(_process!.Id) ? await WaitForExit() : throw new InvalidOperationException("The silo runs no more.");
    }

    /// <summary>Holds it where it stands, as a long pause of the machine does; its connections stay open.</summary>
    public void Pause() => SiloProcessMachine.Pause(_process!.Id);

    /// <summary>Lets it go on, as if no time had passed.</summary>
    public void Resume() => SiloProcessMachine.Resume(_process!.Id);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await Kill();
        }

        _process?.Dispose();
    }

    private static async Task<bool> IsReady(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("/health/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
