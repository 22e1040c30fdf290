using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Crm.Postgres;

/// <summary>The database, and how long anything may wait for it.</summary>
public sealed class PostgresOptions
{
    /// <summary>Keyword form (<c>Host=…;Database=…</c>) or <c>postgres://user:password@host:port/database</c>. No default. Never logged.</summary>
    [Required]
    public string ConnectionString { get; set; } = "";

    /// <summary>How long the start waits for a server that is not there or starts itself. Default 1 min; 0 to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Connections of this process at most. Default 40; 4 to 1,000.</summary>
    [Range(4, 1000)]
    public int MaxPoolSize { get; set; } = 40;

    /// <summary>Transactions of commits at a time. What other partitions have to commit meanwhile shares the next one, for a transaction costs much the same however small. Default 2; 1 to 100.</summary>
    [Range(1, 100)]
    public int ConcurrentCommits { get; set; } = 2;

    /// <summary>Rows that several partitions' commits may have together to share a transaction. Default 20,000; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int CommitRows { get; set; } = 20_000;

    /// <summary>How long a command waits for a row that another transaction holds. Default 5 s; 100 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a command may run. Default 30 s; 1 s to 10 min. Migrations are not bound by it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an open transaction may do nothing before the server ends it, so that a stalled owner blocks nobody for long. Default 5 s; 1 s to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan IdleInTransactionTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Months of archived events that are kept beside the current one; older ones are dropped whole. Default 25; 1 to 1,200.</summary>
    [Range(1, 1200)]
    public int ArchiveMonths { get; set; } = 25;

    /// <summary>Archive rows from which a commit copies them in bulk instead of sending them with its other commands: cheaper for the server, but two more round trips. Default 1,000; 0 to 1,000,000.</summary>
    [Range(0, 1_000_000)]
    public int CopyFrom { get; set; } = 1_000;

    /// <summary>How often newer definition versions of other processes are looked for. Default 1 s; 50 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan DefinitionPoll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a key or signing secret that was looked up is believed, also where there is none such. Default 30 s; 0 to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan KeyCache { get; set; } = TimeSpan.FromSeconds(30);
}

[OptionsValidator]
internal sealed partial class PostgresOptionsValidator : IValidateOptions<PostgresOptions>;
