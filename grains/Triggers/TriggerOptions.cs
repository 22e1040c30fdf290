using System.ComponentModel.DataAnnotations;

namespace Crm.Grains.Triggers;

/// <summary>How automations' actions are executed; section <c>Crm:Triggers</c>.</summary>
public sealed class TriggerOptions
{
    /// <summary>Grains that share one automation, each taking a part of the partitions. Default 4; 1 to 256.</summary>
    [Range(1, 256)]
    public int Shards { get; set; } = 4;

    /// <summary>Actions that a grain claims and executes at a time, each of another customer. Default 64; 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int Parallel { get; set; } = 64;

    /// <summary>Grains of this process that execute at a time, of all automations together; times <see cref="Parallel"/>, the actions under way. Default 32; 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int Concurrent { get; set; } = 32;

    /// <summary>How long an executing process has before another may take its actions: longer than any attempt. Default 1 minute; 15 s to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:15", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the actions of a busy automation gather before they are claimed; those of a quiet one are claimed at once. Default 200 ms; 0 to 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Gather { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often to look for actions that became due by time or come from another process; those of this one are taken at once. Default 1 s; 50 ms to 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long executed actions and ended runs are kept to be looked at. Default 30 days; 1 hour to 10 years.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);
}
