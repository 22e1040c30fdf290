using System.ComponentModel.DataAnnotations;

namespace Crm.Ingest.Privacy;

/// <summary>How customers' data is kept and forgotten: the section <c>Crm:Privacy</c>.</summary>
public sealed class PrivacyOptions
{
    public const string Section = "Crm:Privacy";

    /// <summary>Whether what we append to the log is sealed by a key of its customer's. Default true. What was sealed is opened either way.</summary>
    public bool Seal { get; set; } = true;

    /// <summary>Customers' keys that a process keeps in memory, about 250 bytes each. Default 200,000; 1,000 to 100,000,000.</summary>
    [Range(1_000, 100_000_000)]
    public int KeysInMemory { get; set; } = 200_000;

    /// <summary>
    /// How long an erased customer's keys outlive the erasure: longer than an append may be under way, or what another process sealed
    /// with one of them and appends late cannot be read any more. Default 5 minutes; 0 to 1 day.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan KeysAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the change feed tells subscribers who was erased; the entries go with the id in them. Default 7 days; 1 s to 365 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan TellFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often a process looks for erasures to go on with. Default 1 s; 10 ms to 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan ErasurePoll { get; set; } = TimeSpan.FromSeconds(1);
}
