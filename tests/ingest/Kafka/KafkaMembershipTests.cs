using System.Text;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Ingest.Kafka;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Crm.Ingest.Tests.Memory;
using Crm.Ingest.Tests.Pumps;
using Crm.TestSupport.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crm.Ingest.Tests.Kafka;

/// <summary>Processes that share the partitions of one topic.</summary>
public sealed class KafkaMembershipTests : IDisposable
{
    private const int Partitions = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly KafkaCluster _cluster = new();
    private readonly MemoryDatabase _database = new(new StoreSettings("shop", StoreClock.Log));
    private int _sent;

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task Join_SeveralProcesses_EachPartitionHasOneOwner()
    {
        _cluster.CreateTopic(KafkaFixture.Topic, Partitions);
        using var first = await Start();
        await Until(() => Owned(first).Length == Partitions);
        await SendAndWait(first);

        using var second = await Start();
        await Until(() => (Owned(first).Length, Owned(second).Length) == (2, 2));

        Assert.Empty(Owned(first).Intersect(Owned(second)));
        await SendAndWait(first); // whoever owns the partition
        await SendAndWait(second);
        await second.StopAsync(); // leaves: nobody waits until it is missed
        await Until(() => Owned(first).Length == Partitions);
        await SendAndWait(first);
        Assert.Equal(_sent, _database.Archive.Select(static row => row.Row.Event.MessageHash).Distinct().Count());
        Assert.Equal(_sent, _database.Archive.Count);
        await first.StopAsync();
    }

    [Fact]
    public async Task Join_MoreProcessesThanPartitions_OneStandsBy()
    {
        _cluster.CreateTopic(KafkaFixture.Topic, 1);
        using var first = await Start(1);
        using var second = await Start(1);

        await Until(() => Owned(first).Length + Owned(second).Length == 1 && Health(first).Joined && Health(second).Joined);

        var (owner, other) = Owned(first).Length == 1 ? (first, second) : (second, first);
        await SendAndWait(other, 1);
        await owner.StopAsync();
        await Until(() => Owned(other).Length == 1);
        await SendAndWait(other, 1);
        await other.StopAsync();
    }

    private async Task<IHost> Start(int partitions = Partitions) => await PumpProcess.Start(
        _database,
        static (services, configuration) => services.AddCrmKafkaLog(configuration),
        (KafkaServices.Setting, _cluster.Brokers), ("Crm:Kafka:Partitions", $"{partitions}"), ("Crm:Kafka:FetchWait", "00:00:00.020"), ("Crm:Kafka:SessionTimeout", "00:00:06"));

    private static PumpHealth Health(IHost process) => process.Services.GetRequiredService<PumpHealth>();

    private static int[] Owned(IHost process) => [.. Health(process).Pumps.Where(static pump => pump is { Assigned: true, Running: true }).Select(static pump => pump.Partition)];

    // Every partition takes one, and all have passed it.
    private async Task SendAndWait(IHost process, int partitions = Partitions)
    {
        var records = Enumerable.Range(0, 1_000).GroupBy(user => HomePartition.Of($"shop/u:{user}", partitions)).Select(home => new LogAppend(
            home.Key, RecordKind.Event, $"shop/u:{home.First()}",
            Encoding.UTF8.GetBytes($$"""{"type":"track","event":"A","userId":"{{home.First()}}","messageId":"{{_sent++}}","timestamp":"2020-01-01T00:00:00Z"}"""))).ToArray();
        var positions = await process.Services.GetRequiredService<ILog>().Append(records, default);

        Assert.Equal(partitions, positions.Length);
        Assert.True(await process.Services.GetRequiredService<AppliedPositions>().WaitFor(positions, Patience, TimeProvider.System, default));
    }

    private static async Task Until(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
