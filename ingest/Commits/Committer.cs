using Crm.Ingest.Pumps;

namespace Crm.Ingest.Commits;

/// <summary>Sees one commit through: where its outcome is unknown the commit number decides, and it is repeated as it is.</summary>
internal sealed class Committer(IPartitionStore partitions, PumpMetrics metrics, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <exception cref="PumpFencedException">Another owner has come.</exception>
    public async Task Commit(PartitionCommit commit)
    {
        var pause = FirstPause;
        while (true)
        {
            try
            {
                if (await partitions.Commit(commit, CancellationToken.None) || await IsDone(commit))
                {
                    return;
                }

                throw new PumpFencedException($"Partition {commit.Partition} has another owner.");
            }
            catch (CommitUnknownException)
            {
                metrics.CommitRepeated(commit.Partition);
                await Task.Delay(pause, time);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                if (await TryIsDone(commit))
                {
                    return;
                }
            }
        }
    }

    private async Task<bool> TryIsDone(PartitionCommit commit)
    {
        try
        {
            return await IsDone(commit);
        }
        catch (CommitUnknownException)
        {
            return false; // still unreachable: the commit itself asks again
        }
    }

    // The row had the number before, or this very commit has raised it; nobody else writes under this epoch.
    private async Task<bool> IsDone(PartitionCommit commit)
    {
        var number = await partitions.CommitNumber(commit.Partition, commit.Epoch, CancellationToken.None)
            ?? throw new PumpFencedException($"Partition {commit.Partition} has another owner.");
        return number > commit.ExpectedNumber;
    }
}
