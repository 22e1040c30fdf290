using Crm.Core.Definitions;
using Crm.Grains.Stores;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Crm.Postgres.Stores;
using Crm.Silo.Configuration;
using Crm.Silo.Engine;
using Crm.TestSupport.Kafka;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Crm.Bench.Ingest;

/// <summary>A silo in this process over a database of its own, which is dropped at the end.</summary>
internal sealed class BenchSilo : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _database;
    private readonly WebApplication _app;

    private BenchSilo(string server, string database, WebApplication app) => (_server, _database, _app) = (server, database, app);

    public StoreSettings Store { get; } = new("bench", StoreClock.Wall);

    public IServiceProvider Services => _app.Services;

    public ILog Log => Services.GetRequiredService<ILog>();

    public AppliedPositions Applied => Services.GetRequiredService<AppliedPositions>();

    /// <param name="server">The PostgreSQL server.</param>
    /// <param name="kafka">The log; null for PostgreSQL's.</param>
    public static async Task<BenchSilo> Start(string server, KafkaCluster? kafka)
    {
        var database = $"crm_bench_{Guid.NewGuid():N}";
        await Execute(server, $"create database {database}");
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["CRM_POSTGRES"] = new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString;
        builder.Configuration["CRM_URL"] = "http://127.0.0.1:0";
        builder.Configuration["CRM_KAFKA"] = kafka?.Brokers;
        builder.Configuration["Crm:Kafka:FetchWait"] = "00:00:00.010"; // the mock cluster keeps a fetch that long, also where records come meanwhile
        builder.AddConfiguration();
        builder.UseActors();
        builder.AddSilo();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var silo = new BenchSilo(server, database, builder.Build());
        await silo._app.StartAsync();
        await silo.Define();
        return silo;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await Execute(_server, $"drop database if exists {_database} with (force)");
    }

    private async Task Define()
    {
        await Services.GetRequiredService<StoreRepository>().Create(Store, CancellationToken.None);
        await Services.GetRequiredService<IDefinitionStore>().Add(BenchSegments.Of(Store), CancellationToken.None);
        Services.GetRequiredService<DefinitionVersions>().Announce(Store.Name, 1);
        var heads = Enumerable.Range(0, Log.Partitions).Select(static partition => new LogPosition(partition, 0)).ToArray();
        if (!await Applied.WaitFor(heads, TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None))
        {
            throw new InvalidOperationException("The definitions did not arrive in every partition.");
        }
    }

    private static async Task Execute(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
