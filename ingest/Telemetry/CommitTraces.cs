using System.Diagnostics;
using Crm.Ingest.Commits;

namespace Crm.Ingest.Telemetry;

/// <summary>The spans of a commit: one in each recorded trace that has a record in it.</summary>
internal static class CommitTraces
{
    /// <param name="traces">The records' own spans.</param>
    /// <param name="commit">The commit, durable.</param>
    public static void Write(List<ActivityContext> traces, PartitionCommit commit, DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var trace in traces)
        {
            Traces.Source.StartActivity("crm.commit", ActivityKind.Internal, trace, startTime: from)
                ?.SetTag("crm.partition", commit.Partition).SetTag("crm.commit.number", commit.ExpectedNumber + 1).SetTag("crm.commit.size", commit.Rows)
                .SetEndTime(to.UtcDateTime).Stop();
        }
    }
}
