using Crm.TestSupport;
using Crm.TestSupport.Databases;
using Crm.TestSupport.Kafka;

namespace Crm.Silo.Tests.Kafka;

/// <summary>Silos whose log is one topic of one cluster, and whose database is one.</summary>
internal sealed class KafkaSilos : IAsyncDisposable
{
    private readonly List<SiloProcess> _silos = [];

    private KafkaSilos(TestDatabase database) => Database = database;

    public KafkaCluster Cluster { get; } = new();

    public TestDatabase Database { get; }

    public static async Task<KafkaSilos> Create()
    {
        var silos = new KafkaSilos(await TestDatabase.Create(migrated: false));
        silos.Cluster.CreateTopic("crm.events", 4);
        silos.Cluster.CreateTopic("crm.events.dead", 1);
        return silos;
    }

    public async Task<SiloProcess> Start(params (string Name, string Value)[] settings)
    {
        var silo = new SiloProcess(Database.ConnectionString, new Dictionary<string, string>(settings.Select(static setting => KeyValuePair.Create(setting.Name, setting.Value)))
        {
            ["CRM_KAFKA"] = Cluster.Brokers,
            ["Crm__Kafka__FetchWait"] = "00:00:00.020",
            ["Crm__Kafka__SessionTimeout"] = "00:00:02",
            ["Crm__Pump__FencedDelay"] = "00:00:03",
        });
        _silos.Add(silo);
        await silo.Start();
        return silo;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        await Database.DisposeAsync();
        Cluster.Dispose();
    }
}
