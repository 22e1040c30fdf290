using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Automations;

/// <summary>A customer's place in one automation.</summary>
/// <param name="Number">Of the newest run, from 1.</param>
/// <param name="Started">When it started.</param>
/// <param name="Step">Where it waits; <see cref="None"/> once it has ended.</param>
/// <param name="Since">When it came to that step.</param>
/// <param name="Next">When it may go on or end by itself.</param>
internal readonly record struct Run(long Number, Instant Started, int Step, Instant Since, Instant Next)
{
    public const int None = -1;

    public bool IsUnderWay => Step != None;

    /// <summary>What is kept of one that has ended: its number goes on, and its start says when another may.</summary>
    public Run Ended => new(Number, Started, None, Instant.Min, Instant.Never);

    public void Write(SnapshotWriter writer)
    {
        writer.Unsigned((ulong)Number);
        writer.Instant(Started);
        writer.Count(Step + 1);
        if (IsUnderWay)
        {
            writer.Instant(Since);
            writer.Instant(Next == Instant.Never ? null : Next);
        }
    }

    public static Run Read(ref SnapshotReader reader)
    {
        var run = new Run((long)reader.Unsigned(), reader.Instant(), reader.Count() - 1, Instant.Min, Instant.Never);
        return run.IsUnderWay ? run with { Since = reader.Instant(), Next = reader.OptionalInstant() ?? Instant.Never } : run;
    }
}

/// <summary>Why a run ended.</summary>
public enum RunEnd : byte
{
    None,

    /// <summary>It came through all steps.</summary>
    Completed,

    /// <summary>The exit condition held.</summary>
    Exited,

    /// <summary>The step at which it waited was taken out.</summary>
    StepRemoved,

    /// <summary>The automation was deleted.</summary>
    Deleted,

    /// <summary>The customer was merged into another, with whom it goes on.</summary>
    Merged,

    /// <summary>The customer was erased.</summary>
    Erased,
}
