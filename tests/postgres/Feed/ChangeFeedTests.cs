using Crm.Ingest.Commits;
using Crm.Postgres.Feed;
using Crm.Postgres.Tests.Support;
using Xunit;

namespace Crm.Postgres.Tests.Feed;

public class ChangeFeedTests(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    [Fact]
    public async Task After_PageByPage_GivesEveryChangeOnceAndInOrder()
    {
        var store = fixture.Get<IPartitionStore>();
        var random = new Random(11);
        for (var partition = 0; partition < 5; partition++)
        {
            var row = await store.Acquire(partition, "log", 16, default);
            for (var i = 0; i < 4; i++)
            {
                var commit = CommitBuilder.Next(row, feedRows: 25);
                for (var j = 0; j < 25; j++)
                {
                    var entered = CommitBuilder.Entered(row.NextFeedNumber + j, j % 3 == 0 ? "vip" : "other", $"u:{partition}-{i}-{j}");
                    commit.Feed.Add(entered with { At = CommitBuilder.Now.PlusMilliseconds(random.Next(1000)), Store = j % 5 == 0 ? "quiet" : "demo" });
                }

                Assert.True(await store.Commit(commit, default));
                row = CommitBuilder.After(row, commit);
            }
        }

        Assert.Equal(await All("demo", null, 1000), (await All("demo", null, 7)));
        Assert.Equal(400, (await All("demo", null, 7)).Distinct().Count());
        Assert.Equal(100, (await All("quiet", null, 3)).Distinct().Count());
        Assert.Equal((await All("demo", null, 1000)).Count(change => change.Contains("vip", StringComparison.Ordinal)), (await All("demo", "vip", 9)).Count);
        var feed = fixture.Get<ChangeFeed>();
        Assert.Empty((await feed.After(await feed.Newest(default), "demo", null, 10, default)).Items);
    }

    private async Task<List<string>> All(string store, string? segment, int limit)
    {
        var (cursor, all, last) = (FeedCursor.Start, new List<string>(), new long[16]);
        while (await fixture.Get<ChangeFeed>().After(cursor, store, segment, limit, default) is { Items.Length: > 0 } page)
        {
            foreach (var change in page.Items)
            {
                Assert.True(change.Number > last[change.Partition]);
                last[change.Partition] = change.Number;
                all.Add($"{change.Partition} {change.Number} {change.Segment} {change.Customer}");
            }

            Assert.True(FeedCursor.TryParse(page.Next.Encode(), out cursor));
        }

        all.Sort(StringComparer.Ordinal);
        return all;
    }
}
