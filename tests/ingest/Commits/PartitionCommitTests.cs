using Crm.Core.Rfm;
using Crm.Ingest.Commits;

namespace Crm.Ingest.Tests.Commits;

public class PartitionCommitTests
{
    // Seen to fail where a collection kept its rows.
    [Fact]
    public void New_FromOneThatIsDurable_IsEmptyAndOfTheSamePartition()
    {
        var used = Filled(1);

        var next = new PartitionCommit(used);

        Assert.Equal((3, 7L, 0L), (next.Partition, next.Epoch, next.Rows));
        Assert.Empty(next.Forwarded);
        Assert.Empty(next.DroppedSegments);
        Assert.Same(used.Uncounted, next.Uncounted);
    }

    [Fact]
    public void New_FromOneThatWasMostlyEmpty_HasCollectionsOfItsOwn()
    {
        var used = new PartitionCommit(Filled(10_000));
        used.Uncounted.Add(1);
        used.RfmCounts.Add(("shop", RfmScores.None), 1);

        var next = new PartitionCommit(used);

        Assert.Equal((0, 0), (next.Uncounted.Capacity, next.RfmCounts.Capacity));
    }

    private static PartitionCommit Filled(int rows)
    {
        var commit = new PartitionCommit { Partition = 3, Epoch = 7 };
        for (var row = 0; row < rows; row++)
        {
            commit.Forwards.Add(default);
            commit.Forwarded.Add(default);
            commit.Archive.Add(default);
            commit.Uncounted.Add(row);
            commit.DeadLetters.Add(default);
            commit.Feed.Add(default);
            commit.Memberships.Add(("shop", "s", $"u:{row}"), default);
            commit.SegmentCounts.Add(("shop", $"s{row}"), 1);
            commit.RfmCounts.Add(($"shop{row}", RfmScores.None), 1);
            commit.Actions.Add(default);
            commit.Runs.Add(("shop", "a", "u:1", row), default);
            commit.DroppedSegments.Add(default);
            commit.Snapshots.Add($"shop/u:{row}", null!);
        }

        return commit;
    }
}
