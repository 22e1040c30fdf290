using Crm.Ingest.Commits;
using Crm.Ingest.Kafka;
using Crm.Ingest.Logs;
using Crm.TestSupport.Kafka;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Ingest.Tests.Kafka;

/// <summary>What is wrong with a topic is fatal, and says what to do; nothing is ever read from elsewhere than it was asked for.</summary>
public sealed class KafkaTopicTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly KafkaCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task Open_TopicMissingAndNotToBeMade_SaysWhatToRun()
    {
        var error = await Assert.ThrowsAsync<TopicException>(() => KafkaFixture.Start(_cluster));

        Assert.Contains("kafka-topics.sh --bootstrap-server", error.Message, StringComparison.Ordinal);
        Assert.Contains("--partitions 16 --replication-factor 1 --config message.timestamp.type=LogAppendTime", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OtherNumberOfPartitions_SaysWhatToSet()
    {
        _cluster.CreateTopic(KafkaFixture.Topic, 12);

        var error = await Assert.ThrowsAsync<TopicException>(() => KafkaFixture.Start(_cluster));

        Assert.Contains("set CRM_PARTITIONS to 12", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NobodyAnswers_SaysWhoWasAsked()
    {
        _cluster.Down();

        var error = await Assert.ThrowsAsync<TopicException>(() => KafkaFixture.Start(_cluster, ("StartTimeout", "00:00:01")));

        Assert.Contains(_cluster.Brokers, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generation_OfTheSameTopic_IsTheSameAndOfOneMadeAnewIsNot()
    {
        _cluster.CreateTopic(KafkaFixture.Topic, 16);
        var first = await Generation();
        var again = await Generation();
        _cluster.DeleteTopic(KafkaFixture.Topic);
        _cluster.CreateTopic(KafkaFixture.Topic, 16);

        Assert.Equal(first, again);
        Assert.NotEqual(first, await Generation());
    }

    [Fact]
    public async Task Read_BehindTheRetention_IsFatal()
    {
        _cluster.CreateTopic(KafkaFixture.Topic, 16);
        await using var process = await KafkaFixture.Start(_cluster);
        var log = process.GetRequiredService<ILog>();
        for (var i = 0; i < 5; i++)
        {
            await log.Append([new LogAppend(3, RecordKind.Event, "shop/u:7", "{}"u8.ToArray())], default);
        }

        _cluster.DeleteRecords(KafkaFixture.Topic, 3, 3);
        using var following = log.Follow(3, 0, lend: true);

        Assert.Contains("retention", (await Assert.ThrowsAsync<LogMismatchException>(async () => await ReadOne(log, 3, 0))).Message, StringComparison.Ordinal);
        Assert.Contains("retention", (await Assert.ThrowsAsync<LogMismatchException>(async () => await log.Read(3, 1, 10, default))).Message, StringComparison.Ordinal);
        Assert.Equal(new LogRange(2, 4), await log.Range(3, default));
        Assert.Equal([3L, 4L], (await log.Read(3, 2, 10, default)).Select(static record => record.Offset));
    }

    [Theory]
    [InlineData(16), InlineData(0)]
    public async Task Watch_TopicMadeAnewOrDeleted_EndsReadersAndAppends(int partitions)
    {
        _cluster.CreateTopic(KafkaFixture.Topic, 16);
        await using var process = await KafkaFixture.Start(_cluster, ("CheckEvery", "00:00:00.200"), ("AppendTimeout", "00:00:03"));
        var log = process.GetRequiredService<ILog>();
        using var following = log.Follow(3, -1, lend: true);
        var waiting = log.WaitForMore(3, -1, default).AsTask();

        _cluster.DeleteTopic(KafkaFixture.Topic);
        if (partitions > 0)
        {
            _cluster.CreateTopic(KafkaFixture.Topic, partitions);
        }

        var ended = await Assert.ThrowsAnyAsync<Exception>(async () => { await waiting.WaitAsync(Patience); await ReadOne(log, 3, -1); });
        Assert.IsType<LogMismatchException>(ended);
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await log.Append([new LogAppend(3, RecordKind.Event, "shop/u:7", "{}"u8.ToArray())], default));
    }

    [Fact]
    public async Task Append_BrokersGone_IsUnavailableThenWorksAgain()
    {
        _cluster.CreateTopic(KafkaFixture.Topic, 16);
        await using var process = await KafkaFixture.Start(_cluster, ("AppendTimeout", "00:00:03"));
        var log = process.GetRequiredService<ILog>();
        LogAppend[] records = [new(3, RecordKind.Event, "shop/u:7", "{}"u8.ToArray()), new(4, RecordKind.Event, "shop/u:7", "{}"u8.ToArray())];
        await log.Append(records, default);

        _cluster.Down();
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await log.Append(records, default));
        _cluster.Up();

        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                Assert.Equal([3, 4], (await log.Append(records, patience.Token)).Select(static position => position.Partition));
                break;
            }
            catch (LogUnavailableException)
            {
                // The producer is on its way back.
            }
        }
    }

    private async Task<string> Generation()
    {
        await using var process = await KafkaFixture.Start(_cluster);
        return process.GetRequiredService<ILog>().Generation;
    }

    private static async Task ReadOne(ILog log, int partition, long after)
    {
        using var patience = new CancellationTokenSource(Patience);
        while ((await log.Read(partition, after, 10, patience.Token)).Count == 0)
        {
            await log.WaitForMore(partition, after, patience.Token);
        }
    }
}
