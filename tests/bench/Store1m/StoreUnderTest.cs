using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Crm.TestSupport;
using Crm.TestSupport.Kafka;
using Npgsql;

namespace Crm.Bench.Store1m;

/// <summary>A silo as a process of its own, or several that are one cluster, with a store, over a database and brokers of their own.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    public const string Topic = "crm.events";
    public const string Name = "bench";
    public const int Partitions = 16;

    private readonly string _server;
    private readonly string _database;
    private readonly HttpClient _http;

    private StoreUnderTest(string server, string database, IReadOnlyDictionary<string, string> settings, int silos)
    {
        (_server, _database) = (server, database);
        Kafka.CreateTopic(Topic, Partitions);
        Kafka.CreateTopic(Topic + ".dead", 1);
        var connection = new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString;
        Silos = [.. Enumerable.Range(0, silos).Select(_ => new SiloProcess(connection, new Dictionary<string, string>(silos > 1 ? Together() : [])
        {
            ["CRM_KAFKA"] = Kafka.Brokers,
            ["DOTNET_GCgen0size"] = "8000000", // as ./crm up starts it
            ["Crm__Kafka__SessionTimeout"] = "00:00:02", // also what the mock cluster keeps whoever joins next waiting, once the last member has left
            ["CRM_PARTITIONS"] = Partitions.ToString(CultureInfo.InvariantCulture),
            ["Crm__Kafka__FetchWait"] = "00:00:00.010", // the mock cluster keeps a fetch that long, also where records come meanwhile
            ["Logging__LogLevel__Default"] = "Warning",
        }.Concat(settings).GroupBy(static setting => setting.Key).ToDictionary(static setting => setting.Key, static setting => setting.Last().Value)))];
        (Connection, Database) = (connection, NpgsqlDataSource.Create(connection));
        _http = new() { BaseAddress = Silo.Url, Timeout = TimeSpan.FromMinutes(2) };
    }

    public KafkaCluster Kafka { get; } = new();

    public IReadOnlyList<SiloProcess> Silos { get; }

    /// <summary>The one that is asked.</summary>
    public SiloProcess Silo => Silos[0];

    /// <summary>Of its database, as text.</summary>
    public string Connection { get; }

    public NpgsqlDataSource Database { get; }

    /// <summary>Whether it is no error that the silo has ended.</summary>
    public bool MayBeDown { get; init; }

    public string ApiKey { get; private set; } = "";

    /// <param name="server">The PostgreSQL server.</param>
    /// <param name="segments">So many.</param>
    /// <param name="automations">So many.</param>
    /// <param name="settings">Of the silo.</param>
    /// <param name="mayBeDown">Whether the silo is to be killed.</param>
    /// <param name="silos">How many; more than one are a cluster.</param>
    public static async Task<StoreUnderTest> Start(string server, int segments, int automations, IReadOnlyDictionary<string, string> settings, bool mayBeDown = false, int silos = 1)
    {
        var database = $"crm_bench_{Guid.NewGuid():N}";
        await Execute(server, $"create database {database}");
        var store = new StoreUnderTest(server, database, settings, silos) { MayBeDown = mayBeDown };
        try
        {
            await Task.WhenAll(store.Silos.Select(static silo => silo.Start()));
            await store.Define(segments, automations);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>The last durable offset of each partition.</summary>
    public async Task<long[]> Durable()
    {
        if (!MayBeDown && Silo.ExitCode is { } code)
        {
            throw new InvalidOperationException($"The silo ended with code {code}. It wrote:\n{Silo.Output}");
        }

        var durable = new long[Partitions];
        await using var command = Database.CreateCommand("select partition, e_offset from crm.partitions");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            durable[reader.GetInt32(0)] = reader.GetInt64(1);
        }

        return durable;
    }

    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        command.CommandTimeout = 300;
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>What the silos have allocated since they started.</summary>
    public Task<double> Allocated() => Sum("dotnet_gc_heap_total_allocated");

    /// <summary>Of the metrics whose name begins so, over all silos and labels.</summary>
    public async Task<double> Sum(string metric)
    {
        var sum = 0.0;
        foreach (var silo in Silos.Where(static silo => silo.ExitCode is null))
        {
            sum += Sum(await _http.GetStringAsync(new Uri(silo.Url, "/metrics")), metric);
        }

        return sum;
    }

    /// <summary>The managed heap as a whole collection leaves it, which this asks for; without the gaps in it.</summary>
    public async Task<double> HeapBytes()
    {
        await HeapCollection.Ask(Silo.Id);
        var text = await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return Sum(text, "dotnet_gc_last_collection_heap_size") - Sum(text, "dotnet_gc_last_collection_heap_fragmentation_size");
    }

    /// <summary>A management call that waits until what it makes holds everywhere.</summary>
    public Task<JsonElement> Live(HttpMethod method, string path, string json) => Send(method, path + "?wait=live&timeout=30000", json, ApiKey);

    public Task PutSegment(string id, string rule) =>
        Send(HttpMethod.Put, $"/api/v1/segments/{id}?wait=live&timeout=30000", JsonSerializer.Serialize(new { name = id, rule }), ApiKey);

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Silos)
        {
            await silo.DisposeAsync();
        }

        _http.Dispose();
        await Database.DisposeAsync();
        Kafka.Dispose();
        await Execute(_server, $"drop database if exists {_database} with (force)");
    }

    private static double Sum(string text, string metric) => text.Split('\n').Where(line => line.StartsWith(metric, StringComparison.Ordinal))
        .Sum(static line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    private static Dictionary<string, string> Together() => new()
    {
        ["Crm__Orleans__Clustering"] = "Postgres",
        ["Crm__Orleans__SiloPort"] = $"{SiloProcessMachine.FreePort()}",
    };

    private async Task Define(int segments, int automations)
    {
        var created = await Send(HttpMethod.Post, "/api/v1/stores", $$"""{"name":"{{Name}}","currency":"USD"}""", SiloProcess.AdminKey);
        ApiKey = created.GetProperty("apiKey").GetString()!;
        foreach (var (id, rule) in Definitions.Segments(segments))
        {
            await Send(HttpMethod.Put, $"/api/v1/segments/{id}", JsonSerializer.Serialize(new { name = id, rule }), ApiKey); // what comes last is waited for
        }

        foreach (var (id, json) in Definitions.Automations(automations))
        {
            await Send(HttpMethod.Put, $"/api/v1/automations/{id}", json, ApiKey);
            await Send(HttpMethod.Post, $"/api/v1/automations/{id}/activate?wait=live&timeout=30000", "", ApiKey);
        }

        _http.DefaultRequestHeaders.Authorization = new("Bearer", ApiKey);
    }

    private async Task<JsonElement> Send(HttpMethod method, string path, string json, string key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(text) : throw new InvalidOperationException($"{method} {path}: {text}");
    }

    private static async Task Execute(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
