using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Crm.Ingest.Kafka;
using Crm.Ingest.Kafka.Native;
using Crm.Ingest.Logs;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Crm.Ingest.Tests.Kafka;

/// <summary>Messages as the library has them; all on the test's own thread, so that what it allocates can be told.</summary>
public sealed class MessageReaderTests(KafkaFixture fixture, ITestOutputHelper output) : IClassFixture<KafkaFixture>
{
    private const int Records = 4_000;
    private const int MostBytes = 40; // a record; seen: 1. By the client's own calls: 816 and more

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private KafkaClients Clients => fixture.Process.GetRequiredService<KafkaClients>();

    [Fact]
    public async Task Read_OneRecordAfterTheOther_AllocatesHardlyAnything()
    {
        await Append(5, 2 * Records);
        using var consumer = Clients.Reader(64 << 20);
        consumer.Assign(new TopicPartitionOffset(KafkaFixture.Topic, 5, 0));
        using var messages = new MessageReader(consumer);
        var (records, buffer) = (new KafkaRecords(null), new ReadBuffer(-1, lend: true, long.MaxValue, static () => { }));
        var taken = 0L;
        Through(Records);
        var (before, from) = (GC.GetAllocatedBytesForCurrentThread(), taken);

        Through(2 * Records);

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)(taken - from);
        output.WriteLine($"{bytes:N1} bytes a record");
        Assert.InRange(bytes, 0, MostBytes);

        void Through(long end)
        {
            while (taken < end)
            {
                messages.Read(Step, int.MaxValue, (in message) => _ = !message.IsRecord || buffer.Add(message, records));
                taken += buffer.Take(10_000, static () => TimeSpan.Zero, default).AsTask().Result.Count;
            }
        }
    }

    // Seen to fail, with the message that was shown, where a message was given back before the call that shows it ended.
    [Fact]
    public async Task Read_WhatThrows_LosesNoneOfThoseThatComeLater()
    {
        await Append(6, 10);
        using var consumer = Clients.Reader(64 << 20);
        consumer.Assign(new TopicPartitionOffset(KafkaFixture.Topic, 6, 0));
        using var messages = new MessageReader(consumer);
        var seen = new List<string>();
        var (most, thrown) = (3, 0);
        while (seen.Count < 10)
        {
            try
            {
                messages.Read(Step, most, Take);
            }
            catch (InvalidOperationException)
            {
                thrown++;
            }
        }

        Assert.Equal(1, thrown);
        Assert.Equal(Enumerable.Range(0, 10).Select(static number => $"shop/u:{number}"), seen);

        void Take(in KafkaMessage message)
        {
            if (message.IsRecord)
            {
                seen.Add(Encoding.UTF8.GetString(message.Key));
            }

            if (seen.Count == 3 && thrown == 0)
            {
                throw new InvalidOperationException();
            }
        }
    }

    // Queue and client: whichever goes first.
    [Fact]
    public void Dispose_AfterItsConsumer_IsNoHarm()
    {
        var consumer = Clients.Reader(64 << 20);
        consumer.Assign(new TopicPartitionOffset(KafkaFixture.Topic, 7, 0));
        using var messages = new MessageReader(consumer);
        var ends = 0;
        while (ends == 0)
        {
            messages.Read(Step, 1, (in message) => ends += message.IsEnd ? 1 : 0);
        }

        consumer.Dispose();

        Assert.Equal(0, messages.Read(TimeSpan.Zero, 1, static (in message) => { }));
    }

    private async Task Append(int partition, int count)
    {
        var payload = Encoding.UTF8.GetBytes($"\"{new string('x', 388)}\"");
        await fixture.Log.Append([.. Enumerable.Range(0, count).Select(number => new LogAppend(partition, RecordKind.Event, string.Create(CultureInfo.InvariantCulture, $"shop/u:{number % 500}"), payload))], default);
    }
}
