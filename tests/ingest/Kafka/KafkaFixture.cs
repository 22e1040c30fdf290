using Crm.Ingest.DeadLetters;
using Crm.Ingest.Kafka;
using Crm.Ingest.Pumps;
using Crm.Ingest.Tests.Memory;
using Crm.TestSupport.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crm.Ingest.Tests.Kafka;

/// <summary>A cluster with the log's topic, and processes that have it open.</summary>
public sealed class KafkaFixture : IAsyncLifetime
{
    public const string Topic = "crm.events";

    public KafkaCluster Cluster { get; } = new();

    internal KafkaLog Log => Process.GetRequiredService<KafkaLog>();

    public ServiceProvider Process { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Cluster.CreateTopic(Topic, 16);
        Process = await Start();
    }

    public async Task DisposeAsync()
    {
        if (Process is not null) { await Process.DisposeAsync(); }
        Cluster.Dispose();
    }

    public Task<ServiceProvider> Start(params (string Name, string Value)[] settings) => Start(Cluster, settings);

    /// <param name="cluster">Its brokers.</param>
    /// <param name="settings">As in the configuration, below <c>Crm:Kafka</c>.</param>
    public static async Task<ServiceProvider> Start(KafkaCluster cluster, params (string Name, string Value)[] settings)
    {
        var services = Services(cluster.Brokers, settings);
        foreach (var service in services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
        {
            await service.StartingAsync(CancellationToken.None);
        }

        return services;
    }

    public static ServiceProvider Services(string brokers, params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new(KafkaServices.Setting, brokers),
            new("Crm:Kafka:FetchWait", "00:00:00.020"), // the mock cluster keeps a fetch that long, also where records come meanwhile
            new("Crm:Bridge:Topics:0:Topic", "orders"),
            new("Crm:Bridge:Topics:0:Store", "shop"),
            new("Crm:Bridge:Topics:0:Event", "Order"),
            new("Crm:Bridge:Topics:0:UserIdField", "$key"),
            .. settings.Select(static setting => new KeyValuePair<string, string?>($"Crm:Kafka:{setting.Name}", setting.Value)),
        ]).Build();
        return new ServiceCollection().AddLogging().AddSingleton<IDeadLetterOutbox>(new MemoryDatabase()).AddSingleton(new PumpHealth(16)).AddCrmKafkaLog(configuration).BuildServiceProvider();
    }
}
