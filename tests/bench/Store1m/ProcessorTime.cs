using System.Globalization;
using Npgsql;

namespace Crm.Bench.Store1m;

/// <summary>Processor time that processes have used, user and system, by what Linux keeps of them.</summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100; // USER_HZ

    // Fields of /proc/*/stat behind the name, from 0: parent, then ticks of its own and of children that ended.
    private const int Parent = 1;
    private const int Own = 11;
    private const int Ended = 13;

    public static TimeSpan Of(int process) => Read(process) is { } fields ? Ticks(fields, Own) : default;

    /// <summary>The server with all its processes, also those that ended; zero where it is on another machine.</summary>
    public static async Task<TimeSpan> OfServer(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select pg_backend_pid()");
        if (Read((int)(await command.ExecuteScalarAsync())!) is not { } backend)
        {
            return default;
        }

        var server = int.Parse(backend[Parent], CultureInfo.InvariantCulture);
        var ended = Read(server) is { } own ? Ticks(own, Own) + Ticks(own, Ended) : default;
        return Directory.EnumerateDirectories("/proc").Select(static path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var process) ? Read(process) : null)
            .Where(fields => fields?[Parent] == backend[Parent]).Aggregate(ended, static (sum, fields) => sum + Ticks(fields!, Own));
    }

    private static TimeSpan Ticks(string[] fields, int from) =>
        TimeSpan.FromSeconds((long.Parse(fields[from], CultureInfo.InvariantCulture) + long.Parse(fields[from + 1], CultureInfo.InvariantCulture)) / TicksPerSecond);

    private static string[]? Read(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // it has ended
        }
    }
}
