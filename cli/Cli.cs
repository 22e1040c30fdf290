using Crm.Cli.Api;
using Spectre.Console;

namespace Crm.Cli;

/// <summary>What every command shares: its console, its HTTP client, and how it ends when something is wrong.</summary>
internal static class Cli
{
    /// <summary>Longer than any answer takes, the advance of a clock over a year of wake-ups included.</summary>
    private static readonly TimeSpan Attempt = TimeSpan.FromMinutes(15);

    /// <returns>The process's exit code: 0, 1 for an error that was said, 130 after Ctrl-C.</returns>
    public static async Task<int> Run(TimeSpan patience, Func<IAnsiConsole, HttpClient, Connection, Task<int>> command)
    {
        var console = AnsiConsole.Console;
        if (!console.Profile.Capabilities.Interactive)
        {
            // What reads a pipe or a file wants lines as they are.
            console.Profile.Width = 10_000;
            console.Profile.Capabilities.Ansi = false;
            console.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        }
        try
        {
            var connection = Connection.FromEnvironment();
            using var retries = new RetryHandler(new SocketsHttpHandler(), TimeProvider.System, patience, Attempt);
            retries.Waiting = (reason, wait) => console.MarkupLineInterpolated($"[grey]{reason}; again in {wait.TotalSeconds:0.0} s[/]");
            using var http = new HttpClient(retries) { BaseAddress = connection.Url, Timeout = Timeout.InfiniteTimeSpan };
            return await command(console, http, connection);
        }
        catch (CrmException e)
        {
            console.MarkupLineInterpolated($"[red]{e.Message}[/]");
            return 1;
        }
        catch (OperationCanceledException)
        {
            console.WriteLine("Stopped.");
            return 130;
        }
    }
}
