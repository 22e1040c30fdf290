using Crm.Crash.Tests.Servers;
using Crm.Ingest.Kafka;
using Crm.Ingest.Logs;
using Crm.Ingest.Privacy;
using Crm.Ingest.Pumps;
using Crm.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crm.Crash.Tests.Checks;

/// <summary>The log, read by a process of its own from its first record to its last.</summary>
internal sealed class LogCopy : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private LogCopy(ServiceProvider services) => _services = services;

    private ILog Log => _services.GetRequiredService<ILog>();

    public static async Task<LogCopy> Open(Installation installation)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("CRM_POSTGRES", installation.Postgres.Connection()),
            new(KafkaServices.Setting, installation.Kafka?.Brokers),
            new("Crm:Kafka:Partitions", $"{Installation.Partitions}"),
            new("PostgresLog:Partitions", $"{Installation.Partitions}"),
        ]).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddSingleton(new PumpHealth(Installation.Partitions));
        services.AddCrmPostgres(configuration);
        _ = installation.Kafka is null ? services.AddCrmPostgresLog(configuration) : services.AddCrmKafkaLog(configuration);
        services.AddSealedLog();
        var copy = new LogCopy(services.BuildServiceProvider());
        foreach (var service in copy._services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
        {
            await service.StartingAsync(CancellationToken.None);
        }

        return copy;
    }

    public async Task<long[]> Ends() => await Task.WhenAll(Enumerable.Range(0, Installation.Partitions).Select(async partition => (await Log.Range(partition, default)).Last));

    public Task<List<LogRecord>[]> Read() => Task.WhenAll(Enumerable.Range(0, Installation.Partitions).Select(Read));

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task<List<LogRecord>> Read(int partition)
    {
        var (records, end) = (new List<LogRecord>(), (await Log.Range(partition, default)).Last);
        for (var after = -1L; after < end; after = records.Count > 0 ? records[^1].Offset : after)
        {
            records.AddRange(await Log.Read(partition, after, 5_000, default));
        }

        return records;
    }
}
