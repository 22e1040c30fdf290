using Crm.Core.Time;
using Crm.Ingest.Commits;
using Crm.Postgres.Retention;
using Crm.Postgres.Segments;
using Crm.Postgres.Tests.Support;
using Xunit;

namespace Crm.Postgres.Tests.Segments;

public sealed class SegmentTrendsTests(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    private const long Day = 86_400_000;

    private static readonly Instant Start = CommitBuilder.Now;

    private static readonly Instant[] Days = [.. Enumerable.Range(0, 5).Select(static day => Start.PlusMilliseconds(day * Day))];

    private readonly Random _random = new(5);

    // Against counting each change in its order.
    [Fact]
    public async Task Of_RandomChangesInTwoPartitions_AreTheSizesAtTheEndsOfDays()
    {
        var ends = new long[2, Days.Length]; // by segment and day
        for (var partition = 0; partition < 2; partition++)
        {
            var at = Start.PlusMilliseconds(-2 * Day);
            var rows = new List<(string, Instant, FeedChange)>();
            while (at < Days[^1].PlusMilliseconds(Day / 2))
            {
                var (segment, change) = (_random.Next(2), _random.Next(3) == 0 ? FeedChange.Left : FeedChange.Entered);
                rows.Add(($"s{segment}", at, change));
                for (var day = 0; day < Days.Length; day++)
                {
                    ends[segment, day] += day == Days.Length - 1 || at < Days[day + 1] ? (change == FeedChange.Entered ? 1 : -1) : 0;
                }

                at = at.PlusMilliseconds(_random.Next(3) == 0 ? 0 : _random.NextInt64(Day / 10));
            }

            await Commit("random", partition, rows);
        }

        var trends = await Trends("random");

        Assert.Equal(["s0", "s1"], trends.Keys.Order(StringComparer.Ordinal));
        Assert.All(Enumerable.Range(0, 2), segment => Assert.Equal(Enumerable.Range(0, Days.Length).Select(day => (long?)ends[segment, day]), trends[$"s{segment}"]));
        Assert.Empty(await Trends("nobody"));
    }

    [Fact]
    public async Task Of_ChangesThatWereDeleted_AreNotKnownBeforeThoseThatWereKept()
    {
        await Commit("kept", 2, [("s", Days[0], FeedChange.Entered), ("s", Days[1].PlusMilliseconds(1), FeedChange.Entered), ("other", Days[2].PlusMilliseconds(1), FeedChange.Entered), ("s", Days[3].PlusMilliseconds(1), FeedChange.Left)]);
        Assert.Equal(2, await fixture.Get<OldRows>().Changes("kept", 2, Days[2], default));

        var trends = await Trends("kept");

        Assert.Equal([null, null, 2, 1, 1], trends["s"]); // what went is no later than the first that was kept, of the third day
        Assert.Equal([0, 0, 1, 1, 1], trends["other"]);
    }

    [Fact]
    public async Task Of_SegmentThatWasDeletedAndMadeAgain_IsNotKnownBefore()
    {
        await Commit("again", 3, [("s", Days[0], FeedChange.Entered), ("s", Days[2], FeedChange.SegmentDeleted), ("s", Days[3], FeedChange.Entered)], now: 1);

        Assert.Equal([null, null, 0, 1, 1], (await Trends("again"))["s"]);
    }

    private Task<IReadOnlyDictionary<string, long?[]>> Trends(string store) => fixture.Get<SegmentTrends>().Of(store, Days, default);

    private async Task Commit(string name, int partition, List<(string Segment, Instant At, FeedChange Change)> rows, long? now = null)
    {
        var store = fixture.Get<IPartitionStore>();
        var row = await store.Acquire(partition, "log", 16, default);
        var commit = CommitBuilder.Next(row, rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var (segment, at, change) = rows[i];
            commit.Feed.Add(CommitBuilder.Entered(row.NextFeedNumber + i, segment, change == FeedChange.SegmentDeleted ? "" : $"u:{i}") with { Store = name, Change = change, At = at, RecordedAt = at });
        }

        foreach (var segment in rows.Select(static change => change.Segment).Distinct())
        {
            commit.SegmentCounts[(name, segment)] = now ?? rows.Where(change => change.Segment == segment).Sum(static change => change.Change == FeedChange.Entered ? 1 : -1);
        }

        Assert.True(await store.Commit(commit, default));
    }
}
