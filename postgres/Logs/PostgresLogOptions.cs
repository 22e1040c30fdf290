using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Crm.Postgres.Logs;

/// <summary>The log in PostgreSQL.</summary>
public sealed class PostgresLogOptions
{
    /// <summary>Partitions of a log that is made; fixed for its life, another number later is refused. Default 16; 1 to 1,024.</summary>
    [Range(1, 1024)]
    public int Partitions { get; set; } = 16;

    /// <summary>Appends that may wait for the one under way; more wait outside. Default 256; 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int MaxQueued { get; set; } = 256;

    /// <summary>Records from which no further append joins a transaction. Default 5,000; 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int MaxRecords { get; set; } = 5_000;

    /// <summary>Bytes of payload from which no further append joins a transaction. Default 8 MB; 64 KB to 64 MB.</summary>
    [Range(64 * 1024, 64 * 1024 * 1024)]
    public int MaxBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Bytes of payload just appended by this process that are kept for its own readers, over all partitions; 0 keeps none. Default 32 MB; at most 1 GB.</summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int TailBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>How often appends of other processes are looked for, while somebody waits. Default 100 ms; 10 ms to 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan HeadPoll { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A process that the server has not heard of for so long loses its partitions to others; one that has ended loses them at once. Default 10 s; 1 s to 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often released records are deleted. Default 10 s; 100 ms to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan ReleaseEvery { get; set; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class PostgresLogOptionsValidator : IValidateOptions<PostgresLogOptions>;
