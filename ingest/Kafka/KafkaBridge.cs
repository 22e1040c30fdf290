using Confluent.Kafka;
using Crm.Ingest.Bridge;
using Crm.Ingest.Logs;
using Crm.Ingest.Privacy;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crm.Ingest.Kafka;

/// <summary>
/// Re-keys records of other topics into the log, each once: what it appends and how far it has read are one transaction of Kafka, and
/// the pumps read committed records only. After a crash the group's offsets say where to go on; a member that lost its topics to
/// another one cannot commit.
/// </summary>
internal sealed class KafkaBridge(KafkaClients clients, KafkaOptions log, IOptions<BridgeOptions> options, TimeProvider time, ILogger<KafkaBridge> logger, LogSeal? seal = null) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly BridgeOptions _options = options.Value;
    private readonly Dictionary<string, BridgeMapping> _mappings = options.Value.Topics.ToDictionary(static topic => topic.Topic, static topic => new BridgeMapping(topic));
    private bool _moved; // since it was last begun

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _mappings.Count == 0
        ? Task.CompletedTask
        : Task.Factory.StartNew(() => Keep(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private async Task Keep(CancellationToken stopping)
    {
        logger.Bridging(string.Join(", ", _mappings.Keys));
        for (var pause = FirstPause; !stopping.IsCancellationRequested;)
        {
            try
            {
                _moved = false;
                Run(stopping);
                return;
            }
            catch (Exception failed) when (failed is KafkaException or LogUnavailableException)
            {
                pause = _moved ? FirstPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
                logger.BridgeStopped(pause, failed);
                await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // The calls of the clients block, so this has a thread of its own. What fails ends both clients.
    private void Run(CancellationToken stopping)
    {
        using var consumer = clients.BridgeConsumer(_options.Group);
        using var producer = clients.TransactionalProducer($"{_options.Group}-{Guid.NewGuid():N}");
        producer.InitTransactions(log.AppendTimeout);
        consumer.Subscribe(_mappings.Keys);
        var transaction = new BridgeTransaction(consumer, producer, _mappings, log, records => seal is null ? records : seal.Seal(records, CancellationToken.None).AsTask().GetAwaiter().GetResult());
        var read = new List<ConsumeResult<byte[], byte[]>>();
        while (!stopping.IsCancellationRequested)
        {
            Fill(consumer, read, stopping);
            if (read.Count > 0)
            {
                transaction.Commit(read);
                _moved = true;
                read.Clear();
            }
        }

        consumer.Close();
    }

    private void Fill(IConsumer<byte[], byte[]> consumer, List<ConsumeResult<byte[], byte[]>> read, CancellationToken stopping)
    {
        var first = 0L;
        while (read.Count < _options.BatchRecords && !stopping.IsCancellationRequested)
        {
            var left = read.Count == 0 ? Step : _options.Linger - time.GetElapsedTime(first);
            if (left < TimeSpan.Zero || consumer.Consume(left) is not { } record)
            {
                return;
            }

            first = read.Count == 0 ? time.GetTimestamp() : first;
            read.Add(record);
        }
    }
}
