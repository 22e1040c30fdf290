using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crm.Ingest.Kafka;

/// <summary>Makes the library's clients, each with the settings on which its promises rest.</summary>
internal sealed class KafkaClients(IOptions<KafkaOptions> options, ILogger<KafkaClients> logger)
{
    private const int TransactionTimeout = 10_000; // for so long one that crashed keeps what came after it from the pumps

    private readonly KafkaOptions _options = options.Value;

    /// <summary>Acknowledged by all replicas in sync, no repeat of a retry, each partition in the order of the calls.</summary>
    /// <param name="failed">Told of an error after which the producer is of no use any more.</param>
    public IProducer<byte[], byte[]> Producer(Action<string> failed)
    {
        var config = new ProducerConfig(Common())
        {
            EnableIdempotence = true,
            EnableGaplessGuarantee = true,
            Acks = Acks.All,
            MessageTimeoutMs = (int)_options.AppendTimeout.TotalMilliseconds,
            LingerMs = 1, // appends come in batches already
            QueueBufferingMaxKbytes = 256 * 1024,
            QueueBufferingMaxMessages = 500_000,
            DeliveryReportFields = "status",
        };
        return new ProducerBuilder<byte[], byte[]>(config)
            .SetLogHandler(Log)
            .SetErrorHandler((_, error) =>
            {
                Report(error);
                if (error.IsFatal)
                {
                    failed(error.Reason);
                }
            })
            .Build();
    }

    /// <summary>Reads where it is told to, and never anywhere else.</summary>
    /// <param name="ahead">Bytes that the library may have fetched and not handed over yet.</param>
    public IConsumer<byte[], byte[]> Reader(long ahead)
    {
        var bytes = Math.Max(ahead, 64 * 1024);
        var config = new ConsumerConfig(Common())
        {
            GroupId = _options.Group, // the library asks for one; these readers never join it
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            EnablePartitionEof = true,
            AutoOffsetReset = AutoOffsetReset.Error,
            IsolationLevel = IsolationLevel.ReadCommitted,
            FetchWaitMaxMs = (int)_options.FetchWait.TotalMilliseconds,
            FetchQueueBackoffMs = 20,
            FetchErrorBackoffMs = 100,
            QueuedMaxMessagesKbytes = (int)Math.Max(bytes / 1024, 1),
            FetchMaxBytes = (int)Math.Clamp(bytes, 1024 * 1024, 50 * 1024 * 1024),
            ConsumeResultFields = "headers,timestamp",
        };
        return new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler(Log).Build();
    }

    /// <summary>Joins the group to be told which partitions are this process's, and reads nothing.</summary>
    public ConsumerBuilder<Ignore, Ignore> Member() => new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig(Common())
    {
        GroupId = _options.Group,
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Latest,
        SessionTimeoutMs = (int)_options.SessionTimeout.TotalMilliseconds,
        HeartbeatIntervalMs = (int)Math.Max(_options.SessionTimeout.TotalMilliseconds / 4, 100),
        QueuedMinMessages = 1,
        QueuedMaxMessagesKbytes = 1,
        MaxPartitionFetchBytes = 1,
    })
        .SetLogHandler(Log)
        .SetErrorHandler((_, error) => Report(error));

    /// <summary>Of a group whose offsets are committed with what is made of its records.</summary>
    public IConsumer<byte[], byte[]> BridgeConsumer(string group) => new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig(Common())
    {
        GroupId = group,
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Earliest, // a topic that is new to the bridge comes in whole
        IsolationLevel = IsolationLevel.ReadCommitted,
        SessionTimeoutMs = (int)_options.SessionTimeout.TotalMilliseconds,
        FetchWaitMaxMs = (int)_options.FetchWait.TotalMilliseconds,
    })
        .SetLogHandler(Log)
        .SetErrorHandler((_, error) => Report(error))
        .Build();

    /// <param name="id">Of this run alone: who may commit is known by the group.</param>
    public IProducer<byte[], byte[]> TransactionalProducer(string id) => new ProducerBuilder<byte[], byte[]>(new ProducerConfig(Common())
    {
        TransactionalId = id,
        TransactionTimeoutMs = TransactionTimeout,
        MessageTimeoutMs = TransactionTimeout,
        LingerMs = 1,
    })
        .SetLogHandler(Log)
        .SetErrorHandler((_, error) => Report(error))
        .Build();

    public IAdminClient Admin() => new AdminClientBuilder(new AdminClientConfig(Common())).SetLogHandler(Log).Build();

    private ClientConfig Common() => new(new Dictionary<string, string>(_options.Client))
    {
        BootstrapServers = _options.Brokers,
        ClientId = _options.Client.GetValueOrDefault("client.id", "crm"),
        AllowAutoCreateTopics = false,
        ReconnectBackoffMaxMs = 1_000, // a broker is back within seconds
    };

    private void Report(Error error)
    {
        if (error.IsFatal || error.Code == ErrorCode.Local_AllBrokersDown)
        {
            logger.ClientTrouble(error.Reason);
        }
    }

    // The library tries again by itself, and says so each time: what matters reaches us as an error of a call.
    private void Log(IClient client, LogMessage message) => logger.ClientSaid(message.Facility, message.Message);
}
