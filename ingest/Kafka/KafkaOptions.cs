namespace Crm.Ingest.Kafka;

/// <summary>Kafka as the log: the section <c>Crm:Kafka</c>. <c>CRM_KAFKA</c> names the brokers and so chooses it.</summary>
public sealed class KafkaOptions
{
    public const string Section = "Crm:Kafka";

    /// <summary>CRM_KAFKA: the brokers to begin with, <c>host:port,host:port</c>. No default; without it the log is PostgreSQL's.</summary>
    public string Brokers { get; set; } = "";

    /// <summary>The log's topic; it is ours, though others may write to it. Default crm.events; letters, digits, '.', '_', '-', at most 249.</summary>
    public string Topic { get; set; } = "crm.events";

    /// <summary>CRM_PARTITIONS: of the topic; fixed for the log's life. Default 16; 1 to 1,024.</summary>
    public int Partitions { get; set; } = 16;

    /// <summary>Copies of each partition in a topic that is created; 0 takes three, or as many as there are brokers. Default 0; 0 to 32.</summary>
    public int Replication { get; set; }

    /// <summary>How long records stay in a topic that is created; what an existing one keeps less than is warned of. Longer than any process may be down. Default 7 days; 1 hour to 10 years.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The consumer group whose members share the partitions. Default crm; at most 249 characters.</summary>
    public string Group { get; set; } = "crm";

    /// <summary>The store of records whose key and headers name none; by default such a record is a dead letter.</summary>
    public string? Store { get; set; }

    /// <summary>How long an append is tried before its outcome counts as unknown. Default 30 s; 1 s to 10 min.</summary>
    public TimeSpan AppendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the start waits for the brokers. Default 60 s; 1 s to 10 min.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a broker holds a read of which there is nothing new. Default 500 ms; 1 ms to 30 s.</summary>
    public TimeSpan FetchWait { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Bytes of records fetched ahead of the pumps, over all partitions of this process; at the limit nothing more is fetched. Default 64 MB; 1 MB to 4 GB.</summary>
    public long ReadAheadBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Without a sign of life for this long a member loses its partitions. Default 6 s; 1 s to 5 min, within what the brokers allow (6 s and more by default).</summary>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>How long a partition that goes to another member may take to make durable what it has begun. Default 10 s; 0 to 1 min.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often it is looked whether the topic is still the same. Default 30 s; 100 ms to 1 h.</summary>
    public TimeSpan CheckEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Where dead letters are copied to; empty copies none. Default crm.events.dead.</summary>
    public string DeadLetterTopic { get; set; } = "crm.events.dead";

    /// <summary>How often dead letters to copy are looked for. Default 1 s; 10 ms to 1 h.</summary>
    public TimeSpan DeadLetterPoll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Further settings of the client library (librdkafka), such as <c>security.protocol</c>, <c>sasl.mechanism</c>, <c>ssl.ca.location</c>; not those on which the log's promises rest. Never logged.</summary>
    public Dictionary<string, string> Client { get; } = [];
}
