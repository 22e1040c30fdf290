using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Crm.Ingest.DeadLetters;
using Crm.Ingest.Pumps;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crm.Ingest.Kafka;

/// <summary>
/// Copies the dead letters of this process's partitions into a topic, after the commit that made them durable, at least once and in the
/// order of each partition. The table stays the truth: where the topic is missing nothing waits for it.
/// </summary>
internal sealed class DeadLetterPublisher(
    IDeadLetterOutbox outbox, PumpHealth health, KafkaClients clients, KafkaOptions options, TimeProvider time, ILogger<DeadLetterPublisher> logger) : BackgroundService
{
    public const string ReasonHeader = "crm-reason";
    public const string DetailHeader = "crm-detail";
    public const string PlaceHeader = "crm-place";
    public const string AppendedAtHeader = "crm-appended-at";

    private const int AtOnce = 200;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = options.DeadLetterPoll;
        while (options.DeadLetterTopic.Length > 0 && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pause, time, stoppingToken);
            try
            {
                await PublishAll(stoppingToken);
                pause = options.DeadLetterPoll;
            }
#pragma warning disable CA1031 // Whatever it is, what was not published is still in the table and is tried again.
            catch (Exception thrown) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                pause = pause * 4 < LongestPause ? pause * 4 : LongestPause;
                logger.DeadLettersUnpublished(options.DeadLetterTopic, pause, thrown);
            }
        }
    }

    private async Task PublishAll(CancellationToken cancellationToken)
    {
        while (true)
        {
            var owned = health.Pumps.Where(static pump => pump.Assigned).Select(static pump => pump.Partition).ToArray();
            var letters = owned.Length == 0 ? [] : await outbox.Next(options.DeadLetterTopic, owned, AtOnce, cancellationToken);
            if (letters.Count == 0)
            {
                return;
            }

            await Publish(letters, cancellationToken);
        }
    }

    // They are rare: a producer is made when there are some.
    private async Task Publish(IReadOnlyList<DurableDeadLetter> letters, CancellationToken cancellationToken)
    {
        using var producer = clients.Producer(static _ => { });
        await Task.WhenAll(letters.Select(letter => producer.ProduceAsync(options.DeadLetterTopic, ToMessage(letter), cancellationToken)));
        foreach (var partition in letters.GroupBy(static letter => letter.Partition))
        {
            await outbox.Published(options.DeadLetterTopic, partition.Key, partition.Max(static letter => letter.Offset), cancellationToken);
        }
    }

    internal static Message<byte[], byte[]> ToMessage(DurableDeadLetter letter)
    {
        var headers = new Headers
        {
            { ReasonHeader, Encoding.UTF8.GetBytes(letter.Reason ?? "") },
            { DetailHeader, Encoding.UTF8.GetBytes(letter.Detail) },
            { PlaceHeader, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{letter.Partition}:{letter.Offset}")) },
            { AppendedAtHeader, Encoding.UTF8.GetBytes(letter.AppendedAt.ToString()) },
        };
        return new() { Key = Encoding.UTF8.GetBytes(letter.Key), Value = letter.Payload.ToArray(), Headers = headers };
    }
}
