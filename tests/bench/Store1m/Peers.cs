using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace Crm.Bench.Store1m;

/// <summary>The same figures (events, revenue, last seen of each customer) from the same bytes by other means, without rules.</summary>
internal static class Peers
{
    private const int Batch = 5_000;

    /// <summary>PostgreSQL alone: decoded, added up by customer within a batch, and one upsert a batch. No log, no archive.</summary>
    public static async Task<double> Postgres(NpgsqlDataSource source, IReadOnlyList<ReadOnlyMemory<byte>> events, TimeSpan duration)
    {
        await using var command = source.CreateCommand("create table figures (customer text collate \"C\" primary key, events bigint not null, revenue numeric not null, seen text not null) with (fillfactor = 70)");
        await command.ExecuteNonQueryAsync();
        var done = 0L;
        var clock = Stopwatch.StartNew();
        for (var from = 0; clock.Elapsed < duration; from = (from + Batch) % (events.Count - Batch))
        {
            var sums = Sums(events, from);
            await using var upsert = source.CreateCommand("""
                insert into figures as f select * from unnest($1, $2, $3, $4) on conflict (customer) do update
                set events = f.events + excluded.events, revenue = f.revenue + excluded.revenue, seen = excluded.seen
                """);
            upsert.Parameters.Add(new() { Value = sums.Keys.ToArray() });
            upsert.Parameters.Add(new() { Value = sums.Values.Select(static sum => sum.Events).ToArray() });
            upsert.Parameters.Add(new() { Value = sums.Values.Select(static sum => sum.Revenue).ToArray() });
            upsert.Parameters.Add(new() { Value = sums.Values.Select(static sum => sum.Seen).ToArray() });
            await upsert.ExecuteNonQueryAsync();
            done += Batch;
        }

        return done / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Redis with an append-only file (everysec, its default): a script call an event, pipelined by the thousand. Null where there is none on this machine.</summary>
    public static async Task<double?> Redis(IReadOnlyList<ReadOnlyMemory<byte>> events, TimeSpan duration)
    {
        var folder = Directory.CreateTempSubdirectory("crm-bench-redis");
        var port = FreePort();
        Process server;
        try
        {
            server = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--appendonly", "yes", "--dir", folder.FullName]) { RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        try
        {
            _ = server.StandardOutput.ReadToEndAsync();
            using var socket = await Connect(port);
            await using var stream = new NetworkStream(socket);
            return await Pipeline(stream, events, duration);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
            server.Dispose();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> Pipeline(NetworkStream stream, IReadOnlyList<ReadOnlyMemory<byte>> events, TimeSpan duration)
    {
        const string Script = "redis.call('HINCRBY',KEYS[1],'events',1) redis.call('HINCRBYFLOAT',KEYS[1],'revenue',ARGV[1]) redis.call('HSET',KEYS[1],'seen',ARGV[2]) return 1";
        const int Pipelined = 1_000;
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Command("SCRIPT", "LOAD", Script)));
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        await reader.ReadLineAsync();
        var hash = (await reader.ReadLineAsync())!;
        var (done, text) = (0L, new StringBuilder());
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < duration)
        {
            text.Clear();
            for (var i = 0; i < Pipelined; i++)
            {
                var (customer, revenue, seen) = Decode(events[(int)((done + i) % events.Count)]);
                text.Append(Command("EVALSHA", hash, "1", customer, revenue.ToString(System.Globalization.CultureInfo.InvariantCulture), seen));
            }

            await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()));
            for (var i = 0; i < Pipelined; i++)
            {
                if (await reader.ReadLineAsync() is not ":1" and var answer)
                {
                    throw new InvalidOperationException(answer);
                }
            }

            done += Pipelined;
        }

        return done / clock.Elapsed.TotalSeconds;
    }

    private static string Command(params string[] parts) => $"*{parts.Length}\r\n{string.Concat(parts.Select(static part => $"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n"))}";

    private static Dictionary<string, (long Events, decimal Revenue, string Seen)> Sums(IReadOnlyList<ReadOnlyMemory<byte>> events, int from)
    {
        var sums = new Dictionary<string, (long Events, decimal Revenue, string Seen)>();
        for (var i = from; i < from + Batch; i++)
        {
            var (customer, revenue, seen) = Decode(events[i]);
            var sum = sums.GetValueOrDefault(customer);
            sums[customer] = (sum.Events + 1, sum.Revenue + revenue, seen);
        }

        return sums;
    }

    private static (string Customer, decimal Revenue, string Seen) Decode(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        var (customer, revenue, seen) = ("", 0m, "");
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.ValueTextEquals("userId"u8) && reader.Read())
            {
                customer = reader.GetString()!;
            }
            else if (reader.ValueTextEquals("total"u8) && reader.Read())
            {
                revenue = reader.GetDecimal();
            }
            else if (reader.ValueTextEquals("timestamp"u8) && reader.Read())
            {
                seen = reader.GetString()!;
            }
        }

        return (customer, revenue, seen);
    }

    private static async Task<Socket> Connect(int port)
    {
        for (var attempt = 0; ; attempt++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return socket;
            }
            catch (SocketException) when (attempt < 100)
            {
                socket.Dispose();
                await Task.Delay(50);
            }
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
