using System.Text.RegularExpressions;
using Crm.TestSupport;
using Crm.TestSupport.Databases;
using Crm.TestSupport.Kafka;

namespace Crm.Silo.Tests.Kafka;

/// <summary>Silos whose log is one topic of one cluster, and whose database is one.</summary>
internal sealed partial class KafkaSilos : IAsyncDisposable
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

    /// <summary>The partitions that it has, by what it wrote.</summary>
    public static IReadOnlySet<int> Owned(SiloProcess silo)
    {
        var owned = new HashSet<int>();
        foreach (Match line in Moves().Matches(silo.Output))
        {
            var partitions = line.Groups[2].Value.Split(',').Select(static number => int.Parse(number, null));
            if (line.Groups[3].Value.StartsWith(" are", StringComparison.Ordinal))
            {
                owned.UnionWith(partitions);
            }
            else
            {
                owned.ExceptWith(partitions);
            }
        }

        return owned;
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

    [GeneratedRegex(@"(Partitions|Lost partitions) ([0-9,]+)( are this process's now| go to another member|: the group)")]
    private static partial Regex Moves();
}
