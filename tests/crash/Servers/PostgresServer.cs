using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Crm.TestSupport;
using Npgsql;

namespace Crm.Crash.Tests.Servers;

/// <summary>A PostgreSQL cluster of its own, durable as in production, that can die and come back.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _bin;

    private PostgresServer(string folder, string bin, int port) => (_folder, _bin, Port) = (folder, bin, port);

    public int Port { get; }

    public static async Task<PostgresServer> Create()
    {
        var bin = Directory.GetDirectories("/usr/lib/postgresql").OrderBy(static folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)).Last() + "/bin";
        var folder = (await Run("mktemp", "-d", Path.Combine(Path.GetTempPath(), "crm-crash-XXXXXX"))).Trim();
        var server = new PostgresServer(folder, bin, FreePort());
        await Run($"{bin}/initdb", "-D", server.Data, "-U", "crm", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
        await server.Start();
        return server;
    }

    /// <param name="port">Of a proxy before it; else its own.</param>
    public string Connection(int? port = null) => $"Host=127.0.0.1;Port={port ?? Port};Username=crm;Database=postgres;SSL Mode=Disable";

    /// <summary>Returns once it takes connections: after a crash, when it has recovered.</summary>
    public async Task Start()
    {
        try
        {
            await Run(
                $"{_bin}/pg_ctl", "start", "-w", "-t", "60", "-D", Data, "-l", $"{_folder}/log", "-o",
                $"-p {Port} -h 127.0.0.1 -c unix_socket_directories='' -c max_connections=200 -c shared_buffers=64MB -c checkpoint_timeout=30s -c log_min_messages=warning");
        }
        catch (InvalidOperationException failed)
        {
            throw new InvalidOperationException($"PostgreSQL did not start. It wrote:\n{await Run("tail", "-n", "20", $"{_folder}/log")}", failed);
        }
    }

    /// <summary>Postmaster and backends at once, in the middle of whatever they do.</summary>
    public async Task Kill()
    {
        var postmaster = int.Parse((await Run("head", "-n", "1", $"{Data}/postmaster.pid")).Trim(), CultureInfo.InvariantCulture);
        SiloProcessMachine.Pause(postmaster); // it makes no more of them meanwhile
        var all = (await Children(postmaster)).Append(postmaster).ToArray();
        foreach (var process in all)
        {
            SiloProcessMachine.Kill(process);
        }

        while (all.Any(IsAlive))
        {
            await Task.Delay(10); // the next one must find their shared memory unused
        }

        await Run("rm", "-f", $"{Data}/postmaster.pid"); // it would be believed for as long as nobody has waited for the dead
    }

    public async Task<T> Scalar<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Connection() + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Run("sh", "-c", $"{_bin}/pg_ctl stop -m immediate -D {Data} >&2 || true"); // a run that failed may have left it dead
        await Run("rm", "-rf", _folder);
    }

    private string Data => $"{_folder}/data";

    private static async Task<IEnumerable<int>> Children(int process) =>
        (await File.ReadAllTextAsync($"/proc/{process}/task/{process}/children")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static child => int.Parse(child, CultureInfo.InvariantCulture));

    // One that nobody has waited for yet is dead too.
    private static bool IsAlive(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].StartsWith('Z');
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Below those from which the machine takes the ports of outgoing connections: while the server is down, none of them may take it.
    private static int FreePort()
    {
        while (true)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }

    // PostgreSQL does not run as root: then as the user that its package makes.
    private static async Task<string> Run(string program, params string[] arguments)
    {
        var start = Environment.IsPrivilegedProcess ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", program, .. arguments]) : new ProcessStartInfo(program, arguments);
        start.WorkingDirectory = "/";
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = program.EndsWith("pg_ctl", StringComparison.Ordinal) ? "" : await process.StandardOutput.ReadToEndAsync(); // the server holds it open
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with code {process.ExitCode}. {output}");
    }
}
