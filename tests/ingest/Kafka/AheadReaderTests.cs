using System.Globalization;
using System.Text;
using Crm.Ingest.Kafka;
using Crm.Ingest.Logs;
using Crm.TestSupport.Kafka;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Ingest.Tests.Kafka;

public sealed class AheadReaderTests : IDisposable
{
    private const int Records = 1_500;

    private readonly KafkaCluster _cluster = new();

    public AheadReaderTests() => _cluster.CreateTopic(KafkaFixture.Topic, 16);

    public void Dispose() => _cluster.Dispose();

    // 1.5 MB in each, and 32 KB of each are read ahead: seen to hang without the resumption, and to give no more than the pause lets through.
    [Fact]
    public async Task Follow_APumpThatIsSlow_OthersGoOnAndItMissesNothing()
    {
        await using var process = await KafkaFixture.Start(_cluster, ("ReadAheadBytes", "1048576"));
        var log = process.GetRequiredService<KafkaLog>();
        await AppendMuch(log);
        using var slow = log.Follow(0, -1, lend: true);
        using var quick = log.Follow(1, -1, lend: true);

        Assert.NotEmpty(await Read(log, 0, -1, 1));
        Assert.Equal(Expected(0), await Read(log, 1, -1, Records));
        Assert.Equal(Expected(1), await Read(log, 0, 0, Records));
    }

    // As when the group takes a partition away from a pump that lags, and gives it back: seen to hang where it stayed paused.
    [Fact]
    public async Task Follow_AgainAfterAPumpThatWasSlow_ReadsOn()
    {
        await using var process = await KafkaFixture.Start(_cluster, ("ReadAheadBytes", "1048576"));
        var log = process.GetRequiredService<KafkaLog>();
        await AppendMuch(log);
        var slow = log.Follow(0, -1, lend: true);
        using var quick = log.Follow(1, -1, lend: true);
        Assert.NotEmpty(await Read(log, 0, -1, 1));
        Assert.Equal(Expected(0), await Read(log, 1, -1, Records)); // meanwhile the other one is full

        slow.Dispose();
        using var again = log.Follow(0, -1, lend: true);

        Assert.Equal(Expected(0), await Read(log, 0, -1, Records));
    }

    [Fact]
    public async Task Follow_APartitionAgain_ReadsFromWhereItIsTold()
    {
        await using var process = await KafkaFixture.Start(_cluster);
        var log = process.GetRequiredService<KafkaLog>();
        await log.Append([.. Enumerable.Range(0, Records).Select(static number => new LogAppend(2, RecordKind.Event, "shop/u:1", Encoding.UTF8.GetBytes("{}")))], default);
        using var before = log.Follow(2, -1, lend: true);
        Assert.Equal(Expected(0), await Read(log, 2, -1, Records));

        using var again = log.Follow(2, 99, lend: true);

        Assert.Equal(Expected(100), await Read(log, 2, 99, Records));
    }

    private static async Task AppendMuch(KafkaLog log)
    {
        var payload = Encoding.UTF8.GetBytes($"\"{new string('x', 1_000)}\"");
        foreach (var partition in (int[])[0, 1])
        {
            await log.Append([.. Enumerable.Range(0, Records).Select(number => new LogAppend(partition, RecordKind.Event, string.Create(CultureInfo.InvariantCulture, $"shop/u:{number}"), payload))], default);
        }
    }

    private static IEnumerable<long> Expected(int from) => Enumerable.Range(from, Records - from).Select(static offset => (long)offset);

    private static async Task<List<long>> Read(KafkaLog log, int partition, long after, int through)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var offsets = new List<long>();
        while (after < through - 1)
        {
            foreach (var record in await log.Read(partition, after, 100, patience.Token))
            {
                offsets.Add(after = record.Offset);
            }

            if (after < through - 1)
            {
                await log.WaitForMore(partition, after, patience.Token);
            }
        }

        return offsets;
    }
}
