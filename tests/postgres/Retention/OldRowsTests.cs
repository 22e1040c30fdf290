using Crm.Core.Customers;
using Crm.Core.Time;
using Crm.Ingest.Commits;
using Crm.Postgres.Feed;
using Crm.Postgres.Retention;
using Crm.Postgres.Tests.Support;
using Crm.TestSupport.Databases;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Crm.Postgres.Tests.Retention;

public sealed class OldRowsTests : IAsyncLifetime
{
    private static readonly Instant Now = CommitBuilder.Now;

    private TestDatabase _database = null!;
    private ServiceProvider _process = null!;
    private OldRows _old = null!;
    private PartitionRow _row = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create();
        _process = await _database.Start();
        _old = _process.GetRequiredService<OldRows>();
        _row = await _process.GetRequiredService<IPartitionStore>().Acquire(2, "log", 16, default);
    }

    public async Task DisposeAsync()
    {
        await _process.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Changes_MoreThanASlice_GoOldestFirstAndWhatIsYoungerStays()
    {
        await Feed(5_000, static (row, n) => row with { Store = n % 10 == 0 ? "quiet" : "demo" });

        var gone = new List<int>();
        while (gone.Count == 0 || gone[^1] == OldRows.Slice)
        {
            gone.Add(await _old.Changes("demo", 2, Now.PlusMilliseconds(4_000), default));
        }

        Assert.Equal([2_000, 1_600], gone); // numbers 1 to 3,999, but for every tenth
        Assert.Equal(900L, await _database.Scalar<long>("select count(*) from crm.feed where store = 'demo'"));
        Assert.Equal(4_001L, await _database.Scalar<long>("select min(number) from crm.feed where store = 'demo'"));
        Assert.Equal(500L, await _database.Scalar<long>("select count(*) from crm.feed where store = 'quiet'"));
        Assert.Equal(0, await _old.Changes("demo", 1, Now.PlusMilliseconds(4_000), default));
    }

    [Fact]
    public async Task Changes_AfterAYoungerOne_StaySoThatTheFeedHasNoGap()
    {
        await Feed(10, static (row, n) => row with { RecordedAt = n == 4 ? Now.PlusMilliseconds(100) : Now });

        Assert.Equal(3, await _old.Changes("demo", 2, Now.PlusMilliseconds(50), default));

        Assert.Equal(4L, await _database.Scalar<long>("select min(number) from crm.feed"));
    }

    [Fact]
    public async Task After_PlaceBeforeWhatWent_IsExpiredAndAnyOtherIsNot()
    {
        await Feed(10, static (row, n) => row with { Segment = n is 2 or 9 ? "rare" : "often" });
        var feed = _process.GetRequiredService<ChangeFeed>();
        Assert.Equal(6, await _old.Changes("demo", 2, Now.PlusMilliseconds(7), default));

        Assert.True((await feed.After(At(5), "demo", null, 10, default)).Expired);
        Assert.True((await feed.After(FeedCursor.Start, "demo", null, 10, default)).Expired);
        Assert.True((await feed.After(At(1), "demo", "rare", 10, default)).Expired);
        Assert.Equal([7, 8, 9, 10], (await feed.After(At(6), "demo", null, 10, default)).Items.Select(static change => change.Number));
        Assert.Equal([9], (await feed.After(At(2), "demo", "rare", 10, default)).Items.Select(static change => change.Number)); // nothing of its own went since
        Assert.False((await feed.After(FeedCursor.Start, "other", null, 10, default)).Expired);
        Assert.Equal([7, 8], await Numbers(feed, null, 2));
    }

    [Fact]
    public async Task After_FromTheOldestKept_IsContinuedByItsNext()
    {
        await Feed(10, static (row, _) => row);
        _row = await _process.GetRequiredService<IPartitionStore>().Acquire(5, "log", 16, default);
        await Feed(10, static (row, _) => row);
        await _old.Changes("demo", 2, Now.PlusMilliseconds(4), default);
        await _old.Changes("demo", 5, Now.PlusMilliseconds(9), default);
        var feed = _process.GetRequiredService<ChangeFeed>();

        var (seen, page) = (new List<(int, long)>(), await feed.After(null, "demo", null, 2, default));
        for (; !page.Items.IsEmpty; page = await feed.After(page.Next, "demo", null, 2, default))
        {
            seen.AddRange(page.Items.Select(static change => (change.Partition, change.Number)));
        }

        Assert.False(page.Expired);
        Assert.Equal([(2, 4), (2, 5), (2, 6), (2, 7), (2, 8), (2, 9), (2, 10), (5, 9), (5, 10)], seen.Order());
    }

    [Fact]
    public async Task DeadLetters_Older_GoAndTheOthersStay()
    {
        var commit = CommitBuilder.Next(_row);
        for (var n = 0; n < 2_500; n++)
        {
            commit.DeadLetters.Add(new(n, n % 5 == 0 ? "quiet/u:1" : "demo/u:1", Now.PlusMilliseconds(2_500 - n), null, "", "{}"u8.ToArray()));
        }

        await Write(commit, replayFrom: 2_499);

        Assert.Equal(1_600, await _old.DeadLetters("demo", Now.PlusMilliseconds(2_001), keepPlaces: false, default));
        Assert.Equal(0, await _old.DeadLetters("demo", Now.PlusMilliseconds(2_001), keepPlaces: false, default));
        Assert.Equal(400L, await _database.Scalar<long>("select count(*) from crm.dead_letters where store = 'demo'"));
        Assert.Equal(500L, await _database.Scalar<long>("select count(*) from crm.dead_letters where store = 'quiet'"));
        Assert.Equal(0L, await _database.Scalar<long>("select count(*) from crm.uncounted"));
    }

    [Fact]
    public async Task DeadLetters_ThatAReplayOrAReaderOfTheLogMustSkip_AreStillToBeSkipped()
    {
        var commit = CommitBuilder.Next(_row);
        for (var n = 0; n < 10; n++)
        {
            commit.DeadLetters.Add(new(n, "demo/u:1", Now, null, "", "{}"u8.ToArray()));
        }

        await Write(commit, replayFrom: 5);

        Assert.Equal(6, await _old.DeadLetters("demo", Now.PlusMilliseconds(1), keepPlaces: true, default));

        var partitions = _process.GetRequiredService<IPartitionStore>();
        Assert.Equal([6, 7, 8, 9], (await partitions.DeadLettered(2, 5, 9, default)).Order());
        Assert.Equal(Enumerable.Range(0, 10).Select(static n => (long)n), (await partitions.NotCounted(2, -1, 9, default)).Order());
    }

    [Fact]
    public async Task Runs_EndedBefore_GoAndTheOthersStay()
    {
        var commit = CommitBuilder.Next(_row);
        commit.Runs[("demo", "cart", "u:a", 1)] = new(1, Now, Now, Core.Automations.RunEnd.Completed);
        commit.Runs[("demo", "cart", "u:a", 2)] = new(1, Now, Now.PlusMilliseconds(5), Core.Automations.RunEnd.Completed);
        commit.Runs[("demo", "cart", "u:a", 3)] = new(1, Now, null, Core.Automations.RunEnd.None);
        commit.Runs[("other", "cart", "u:a", 1)] = new(1, Now, Now, Core.Automations.RunEnd.Completed);
        await Write(commit);

        Assert.Equal(1, await _old.Runs("demo", Now.PlusMilliseconds(5), default));
        Assert.Equal(3L, await _database.Scalar<long>("select count(*) from crm.automation_runs"));
    }

    [Fact]
    public async Task Events_OverTwoMonths_GoToTheInstantAndNoFurther()
    {
        var commit = CommitBuilder.Next(_row);
        var hour = (long)TimeSpan.FromHours(1).TotalMilliseconds;
        for (var n = 0; n < 1_200; n++)
        {
            var at = Now.PlusMilliseconds((n - 1_200) * hour);
            commit.Archive.Add(new(n, new CustomerKey(n % 4 == 0 ? "quiet" : "demo", "u:1"), at, CommitBuilder.Track("A", "{}") with { At = at, ReceivedAt = at }));
        }

        await Write(commit);
        var (deleted, more, events) = (0, true, _process.GetRequiredService<OldEvents>());
        for (var steps = 0; more; steps++)
        {
            Assert.True(steps < 1_000);
            events = steps == 40 ? new OldEvents(_process.GetRequiredService<NpgsqlDataSource>()) : events; // another process goes on
            (var some, more) = await events.Next("demo", Now.PlusMilliseconds(-200 * hour), default);
            deleted += some;
        }

        Assert.Equal(750, deleted);
        Assert.Equal(150L, await _database.Scalar<long>("select count(*) from crm.archive where store = 'demo'"));
        Assert.Equal(300L, await _database.Scalar<long>("select count(*) from crm.archive where store = 'quiet'"));
    }

    [Fact]
    public async Task TryHold_WhileAnotherHolds_IsNullUntilThatIsDone()
    {
        await using var other = await _database.Start();
        var first = await _old.TryHold(default);
        Assert.NotNull(first);
        Assert.Null(await other.GetRequiredService<OldRows>().TryHold(default));

        await first.DisposeAsync();

        await using var second = await other.GetRequiredService<OldRows>().TryHold(default);
        Assert.NotNull(second);
    }

    private static FeedCursor At(long number) => FeedCursor.Start.With(2, number);

    private static async Task<IEnumerable<long>> Numbers(ChangeFeed feed, FeedCursor? after, int limit) =>
        (await feed.After(after, "demo", null, limit, default)).Items.Select(static change => change.Number);

    /// <summary>Numbered from 1, recorded a millisecond after the other.</summary>
    private async Task Feed(int rows, Func<FeedRow, int, FeedRow> change)
    {
        var commit = CommitBuilder.Next(_row, rows);
        for (var n = 1; n <= rows; n++)
        {
            commit.Feed.Add(change(CommitBuilder.Entered(n, "vip", $"u:{n}") with { At = Now.PlusMilliseconds(n), RecordedAt = Now.PlusMilliseconds(n) }, n));
        }

        await Write(commit);
    }

    private async Task Write(PartitionCommit commit, long? replayFrom = null)
    {
        commit.Replay = replayFrom is { } offset ? commit.Replay with { Offset = offset } : commit.Replay;
        Assert.True(await _process.GetRequiredService<IPartitionStore>().Commit(commit, default));
        _row = CommitBuilder.After(_row, commit);
    }
}
