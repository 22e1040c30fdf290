using System.ComponentModel.DataAnnotations;

namespace Crm.Ingest.Pumps;

/// <summary>Limits of the pumps; each is a partition's own unless it says otherwise.</summary>
public sealed class PumpOptions
{
    /// <summary>Records read and applied at a time. Default 2,000; 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int BatchRecords { get; set; } = 2_000;

    /// <summary>Records that may wait for one commit; at the limit the pump reads no further. Default 10,000; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int GroupRecords { get; set; } = 10_000;

    /// <summary>Bytes of the records that may wait for one commit; at the limit too the pump reads no further. Default 4 MB; 64 KB to 1 GB.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public long GroupBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Customers woken at a time; more than this due before one record become several commits. Default 5,000; 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int WakeChunk { get; set; } = 5_000;

    /// <summary>Customers taken at a time when a new definition is brought to all of them. Default 500; 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int BackfillPage { get; set; } = 500;

    /// <summary>Records that a restart may have to replay: a customer changed that long ago is stored. Default 60,000; 0 (store at once) to 10,000,000.</summary>
    [Range(0, 10_000_000)]
    public int ReplayRecords { get; set; } = 60_000;

    /// <summary>Snapshots a second, in all partitions together, that may be stored before <see cref="ReplayRecords"/> asks for it. Default 500; 0 to 1,000,000.</summary>
    [Range(0, 1_000_000)]
    public int EarlySnapshotsPerSecond { get; set; } = 500;

    /// <summary>Customers whose position a partition remembers; the clean ones longest untouched are forgotten first. Default 200,000; 100 to 100,000,000.</summary>
    [Range(100, 100_000_000)]
    public int KnownCustomers { get; set; } = 200_000;

    /// <summary>Who keeps the events that counted. Default Database; Log only where the log is Kafka: then history reaches back as far as the topic's retention, and a new rule that looks back reads the topic from its beginning.</summary>
    public ArchiveKeeping Archive { get; set; }

    /// <summary>Pause after a pump stopped with an error, before it takes its partition over again. Default 1 s; 10 ms to 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan RestartDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Pause after another process took a partition that is still this one's, before it is taken back: by then it is known whose it is. Default 15 s; 100 ms to 10 minutes; more than the session time-out of Kafka's group, or the lease of the PostgreSQL log.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan FencedDelay { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often it is asked how far partitions of other processes are durable, for those who wait or follow changes here. Default 25 ms; 10 ms to 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan ElsewherePoll { get; set; } = TimeSpan.FromMilliseconds(25);

    /// <summary>How often the log is asked where it ends, for the metrics that say how far the pumps are behind. Default 5 s; 100 ms to 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan LagPoll { get; set; } = TimeSpan.FromSeconds(5);
}
