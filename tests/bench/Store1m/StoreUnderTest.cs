using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Crm.TestSupport;
using Crm.TestSupport.Kafka;
using Npgsql;

namespace Crm.Bench.Store1m;

/// <summary>A silo as a process of its own, with a store, over a database and brokers of its own.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    public const string Topic = "crm.events";
    public const string Name = "bench";
    public const int Partitions = 16;

    private readonly string _server;
    private readonly string _database;
    private readonly HttpClient _http;

    private StoreUnderTest(string server, string database, IReadOnlyDictionary<string, string> settings)
    {
        (_server, _database) = (server, database);
        Kafka.CreateTopic(Topic, Partitions);
        Kafka.CreateTopic(Topic + ".dead", 1);
        var connection = new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString;
        Silo = new SiloProcess(connection, new Dictionary<string, string>(settings)
        {
            ["CRM_KAFKA"] = Kafka.Brokers,
            ["DOTNET_GCgen0size"] = "8000000", // as ./crm up starts it
            ["Crm__Kafka__SessionTimeout"] = "00:00:02", // also what the mock cluster keeps whoever joins next waiting, once the last member has left
            ["CRM_PARTITIONS"] = Partitions.ToString(CultureInfo.InvariantCulture),
            ["Crm__Kafka__FetchWait"] = "00:00:00.010", // the mock cluster keeps a fetch that long, also where records come meanwhile
            ["Logging__LogLevel__Default"] = "Warning",
        });
        Database = NpgsqlDataSource.Create(connection);
        _http = new() { BaseAddress = Silo.Url, Timeout = TimeSpan.FromMinutes(2) };
    }

    public KafkaCluster Kafka { get; } = new();

    public SiloProcess Silo { get; }

    public NpgsqlDataSource Database { get; }

    /// <summary>Whether it is no error that the silo has ended.</summary>
    public bool MayBeDown { get; init; }

    public string ApiKey { get; private set; } = "";

    /// <param name="server">The PostgreSQL server.</param>
    /// <param name="segments">So many.</param>
    /// <param name="automations">So many.</param>
    /// <param name="settings">Of the silo.</param>
    /// <param name="mayBeDown">Whether the silo is to be killed.</param>
    public static async Task<StoreUnderTest> Start(string server, int segments, int automations, IReadOnlyDictionary<string, string> settings, bool mayBeDown = false)
    {
        var database = $"crm_bench_{Guid.NewGuid():N}";
        await Execute(server, $"create database {database}");
        var store = new StoreUnderTest(server, database, settings) { MayBeDown = mayBeDown };
        await store.Silo.Start();
        await store.Define(segments, automations);
        return store;
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

    /// <summary>What the silo has allocated since it started.</summary>
    public async Task<double> Allocated()
    {
        var text = await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = text.Split('\n').First(static line => line.StartsWith("dotnet_gc_heap_total_allocated", StringComparison.Ordinal));
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>The managed heap as a whole collection leaves it, which this asks for; without the gaps in it.</summary>
    public async Task<double> HeapBytes()
    {
        await HeapCollection.Ask(Silo.Id);
        var text = await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return Sum("dotnet_gc_last_collection_heap_size") - Sum("dotnet_gc_last_collection_heap_fragmentation_size");

        double Sum(string metric) => text.Split('\n').Where(line => line.StartsWith(metric, StringComparison.Ordinal))
            .Sum(static line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    public Task PutSegment(string id, string rule) =>
        Send(HttpMethod.Put, $"/api/v1/segments/{id}?wait=live&timeout=30000", JsonSerializer.Serialize(new { name = id, rule }), ApiKey);

    public async ValueTask DisposeAsync()
    {
        await Silo.DisposeAsync();
        _http.Dispose();
        await Database.DisposeAsync();
        Kafka.Dispose();
        await Execute(_server, $"drop database if exists {_database} with (force)");
    }

    private async Task Define(int segments, int automations)
    {
        var created = await Send(HttpMethod.Post, "/api/v1/stores", $$"""{"name":"{{Name}}","currency":"USD"}""", SiloProcess.AdminKey);
        ApiKey = created.GetProperty("apiKey").GetString()!;
        foreach (var (id, rule) in Definitions.Segments(segments))
        {
            await PutSegment(id, rule);
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
