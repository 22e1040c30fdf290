using System.Text;
using Crm.Core.Customers;
using Crm.Core.Rfm;
using Crm.Ingest.Commits;
using Crm.Postgres.Archive;
using Crm.Postgres.DeadLetters;
using Crm.Postgres.Feed;
using Crm.Postgres.Rfm;
using Crm.Postgres.Segments;
using Crm.Postgres.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Crm.Postgres.Tests.Commits;

public abstract class PartitionStoreTests(ProcessFixture fixture, string copyFrom) : IAsyncLifetime
{
    private ServiceProvider _process = null!;
    private IPartitionStore _store = null!;

    public async Task InitializeAsync()
    {
        _process = await fixture.Database.Start(new Dictionary<string, string?> { ["Postgres:CopyFrom"] = copyFrom, ["Postgres:LockTimeout"] = "00:00:01.500" });
        _store = _process.GetRequiredService<IPartitionStore>();
        await fixture.Database.Execute("""
            truncate crm.partitions, crm.snapshots, crm.archive, crm.memberships, crm.segment_counts, crm.feed, crm.rfm_counts, crm.seen, crm.dead_letters, crm.forwards
            """);
    }

    public async Task DisposeAsync() => await _process.DisposeAsync();

    [Fact]
    public async Task Acquire_NewPartition_StartsBeforeEverything()
    {
        var row = await Acquire();
        Assert.Equal((1, 0, 1), (row.Epoch, row.CommitNumber, row.NextFeedNumber));
        Assert.Equal(Progress.None, row.Durable);
        Assert.Equal(-1, row.Replay.Offset);
        Assert.Empty(row.Replay.Stores);
        Assert.True(row.Replay.Marks.IsEmpty && row.ForwardNumbers.IsEmpty);
        Assert.Empty(await _store.Forwards(0, default));
        Assert.Equal(2, (await Acquire()).Epoch);
    }

    [Theory]
    [InlineData("other", 16)]
    [InlineData("log", 8)]
    public async Task Acquire_OtherLog_IsRefused(string generation, int partitions)
    {
        await Acquire();
        var error = await Assert.ThrowsAsync<LogMismatchException>(() => _store.Acquire(0, generation, partitions, default));
        Assert.Contains("Connect the log that it was built from", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commit_EveryKindOfRow_WritesThemAll()
    {
        var row = await Acquire();
        var commit = CommitBuilder.OfEveryKind(row, "a");
        Assert.True(await _store.Commit(commit, default));
        var next = await Acquire();
        Assert.Equal(row with { Epoch = 2, CommitNumber = 1, Durable = commit.Durable, Replay = next.Replay, NextFeedNumber = 3, ForwardNumbers = next.ForwardNumbers }, next);
        Assert.Equal(new StoreContext(CommitBuilder.Now, 1), next.Replay.Stores["demo"]);
        Assert.Equal("""demo u:a 0 Order Completed {"tag":"a"} -1""", await fixture.Database.Scalar<string>(
            "select concat_ws(' ', store, customer, log_offset, name, convert_from(json, 'UTF8'), message_hash) from crm.archive"));
        var letter = Assert.Single(await Get<DeadLetterList>().Before("demo", null, 10, default));
        Assert.Equal(("MissingIds", "no\uFFFDid", "{}"), (letter.Reason, letter.Detail, Encoding.UTF8.GetString(letter.Payload.Span)));
        Assert.Equal([0L], await _store.DeadLettered(0, -1, 5, default));
        Assert.Empty(await _store.DeadLettered(0, 0, 5, default));
        var changes = await Get<ChangeFeed>().After(FeedCursor.Start, "demo", null, 10, default);
        Assert.Equal(["vip Entered Event", "loyal Left Time"], changes.Items.Select(change => $"{change.Segment} {change.Kind} {change.Cause}"));
        Assert.Null(changes.Items[1].EventAt);
        Assert.Equal(["u:a"], (await Get<MemberList>().First("demo", "vip", 10, default)).Items.Select(member => member.Customer));
        Assert.Empty((await Get<MemberList>().First("demo", "loyal", 10, default)).Items);
        Assert.Equal(1, (await Get<SegmentCounts>().Of("demo", default))["vip"]);
        Assert.Equal([new RfmCell(new RfmScores(5, 4, 3), 1)], (await Get<RfmCounts>().Of("demo", default)).Cells.AsEnumerable());
        Assert.Equal("a@example.com 12.50 0 2 ", await fixture.Database.Scalar<string>(
            "select concat_ws(' ', email, revenue, position_offset, orders, '') from crm.snapshots where next_wakeup is null and first_seen is null"));
    }

    [Fact]
    public async Task Commit_Forwards_StayUntilACommitRemovesThem()
    {
        var rows = new[] { await Acquire(), await _store.Acquire(1, "log", 16, default) };
        foreach (var row in rows)
        {
            var commit = CommitBuilder.Next(row);
            commit.Forwards.AddRange([CommitBuilder.Forward(7, 1), CommitBuilder.Forward(7, 2), CommitBuilder.Forward(2, 1), CommitBuilder.Forward(7, 3)]);
            commit.ForwardNumbers = [0, 0, 1, 0, 0, 0, 0, 3];
            commit.Replay = commit.Replay with { Marks = [5, 0, long.MaxValue] };
            Assert.True(await _store.Commit(commit, default));
        }

        var taken = await Acquire();
        Assert.Equal([0, 0, 1, 0, 0, 0, 0, 3], taken.ForwardNumbers.AsEnumerable());
        Assert.Equal([5, 0, long.MaxValue], taken.Replay.Marks.AsEnumerable());
        Assert.Equal(["2:1", "7:1", "7:2", "7:3"], await Forwards(0));
        var first = (await _store.Forwards(0, default))[1];
        Assert.Equal((7, 1L, "demo/u:7", CommitBuilder.Now.PlusMilliseconds(1)), (first.Target, first.Number, first.Key, first.AppendedAt));
        Assert.Equal(["trace 2", "trace 7", null, null], (await _store.Forwards(0, default)).Select(static row => row.TraceParent));

        var later = CommitBuilder.Next(taken);
        later.Forwarded.AddRange([(7, 2), (3, 9)]);
        later.Forwards.Add(CommitBuilder.Forward(7, 4));
        Assert.True(await _store.Commit(later, default));
        Assert.Equal(["2:1", "7:3", "7:4"], await Forwards(0));
        Assert.Equal(["2:1", "7:1", "7:2", "7:3"], await Forwards(1));
    }

    // Neither adds nor removes any: what the new owner has is appended by it alone, and not lost to a zombie's late word.
    [Fact]
    public async Task Commit_ByZombie_LeavesForwardsAsTheyAre()
    {
        var zombie = await Acquire();
        var before = CommitBuilder.OfEveryKind(zombie, "a");
        Assert.True(await _store.Commit(before, default));
        zombie = CommitBuilder.After(zombie, before);
        await Acquire();
        var late = CommitBuilder.Next(zombie);
        late.Forwarded.Add((3, 1));
        late.Forwards.Add(CommitBuilder.Forward(3, 2));
        Assert.False(await _store.Commit(late, default));
        Assert.Equal(["3:1"], await Forwards(0));
    }

    [Fact]
    public async Task Commit_CountsAgain_AreAdded()
    {
        var row = await Acquire();
        for (var i = 0; i < 3; i++)
        {
            var commit = CommitBuilder.Next(row);
            commit.SegmentCounts[("demo", "vip")] = i - 3;
            commit.RfmCounts[("demo", new RfmScores(1, 1, 1))] = 2;
            Assert.True(await _store.Commit(commit, default));
            row = CommitBuilder.After(row, commit);
        }

        Assert.Equal(-6, (await Get<SegmentCounts>().Of("demo", default))["vip"]);
        Assert.Equal(6, Assert.Single((await Get<RfmCounts>().Of("demo", default)).Cells).Customers);
    }

    [Fact]
    public async Task Commit_DroppedSegment_GoesInThisPartitionOnly()
    {
        var rows = new[] { await Acquire(), await _store.Acquire(1, "log", 16, default) };
        foreach (var row in rows)
        {
            Assert.True(await _store.Commit(CommitBuilder.OfEveryKind(row, $"of{row.Partition}"), default));
        }

        var commit = CommitBuilder.Next(rows[0] with { CommitNumber = 1, NextFeedNumber = 3 });
        commit.DroppedSegments.Add(("demo", "vip"));
        Assert.True(await _store.Commit(commit, default));
        Assert.Equal(["u:of1"], (await Get<MemberList>().First("demo", "vip", 10, default)).Items.Select(member => member.Customer));
        Assert.Equal(1, (await Get<SegmentCounts>().Of("demo", default))["vip"]);
    }

    [Fact]
    public async Task Commit_OlderSnapshot_NeverOverwritesNewer()
    {
        var row = await Acquire();
        foreach (var (offset, woken, tag) in new[] { (5L, 10L, "first"), (5, 9, "older wake"), (4, 99, "older"), (5, 10, "same"), (5, 11, "newer") })
        {
            var commit = CommitBuilder.Next(row);
            commit.Snapshots["demo/u:g"] = CommitBuilder.Snapshot(offset, tag, woken: woken);
            Assert.True(await _store.Commit(commit, default));
            row = CommitBuilder.After(row, commit);
            var expected = tag.StartsWith("older", StringComparison.Ordinal) ? "first" : tag;
            Assert.Equal(expected, await fixture.Database.Scalar<string>("select convert_from(state, 'UTF8') from crm.snapshots"));
        }
    }

    [Fact]
    public async Task Commit_ByZombie_WritesNothing()
    {
        var zombie = await Acquire();
        var owner = await Acquire();
        Assert.False(await _store.Commit(CommitBuilder.OfEveryKind(zombie, "zombie"), default));
        Assert.Null(await _store.CommitNumber(0, zombie.Epoch, default));
        Assert.Equal(0, await Rows());
        Assert.True(await _store.Commit(CommitBuilder.OfEveryKind(owner, "owner"), default));
        Assert.Equal(1, await _store.CommitNumber(0, owner.Epoch, default));
    }

    [Fact]
    public async Task Commit_NumberAlreadyUsed_WritesNothing()
    {
        var row = await Acquire();
        Assert.True(await _store.Commit(CommitBuilder.OfEveryKind(row, "a"), default));
        var rows = await Rows();
        Assert.False(await _store.Commit(CommitBuilder.OfEveryKind(row, "b"), default));
        Assert.Equal(rows, await Rows());
    }

    [Fact]
    public async Task Acquire_WhileZombieCommits_WaitsForIt()
    {
        Assert.True(await _store.Commit(CommitBuilder.OfEveryKind(await Acquire(), "first"), default)); // its statements are prepared: who waits for the table has the row
        var zombie = await Acquire();
        await using var snapshots = await HeldLock.Take(fixture.Database, "lock table crm.snapshots in access exclusive mode");
        var committing = _store.Commit(CommitBuilder.OfEveryKind(zombie, "zombie"), default);
        await snapshots.Waiter();
        var acquiring = Acquire();
        await snapshots.Release();
        Assert.True(await committing);
        Assert.Equal((3, 2), ((await acquiring).Epoch, (await acquiring).CommitNumber));
    }

    [Fact]
    public async Task Acquire_RowHeldByStalledSession_EndsIt()
    {
        await Acquire();
        await using var stalled = await HeldLock.Take(fixture.Database, "update crm.partitions set e_offset = 77 where partition = 0");
        var row = await Acquire();
        Assert.Equal((2, -1), (row.Epoch, row.Durable.Offset));
    }

    [Theory]
    [InlineData("select 1 from crm.partitions where partition = 0 for update")]
    [InlineData("lock table crm.archive in access exclusive mode")]
    [InlineData("lock table crm.feed in access exclusive mode")]
    [InlineData("lock table crm.snapshots in access exclusive mode")]
    public async Task Commit_SessionEndedOnTheWay_IsUnknownAndCanBeRepeated(string lockedAt)
    {
        var row = await Acquire();
        var commit = CommitBuilder.OfEveryKind(row, "a");
        await Get<ArchiveMonths>().Ensure(commit.Archive, default);
        await using var holder = await HeldLock.Take(fixture.Database, lockedAt);
        var committing = _store.Commit(commit, default);
        await holder.EndWaiter();
        await Assert.ThrowsAsync<CommitUnknownException>(() => committing);
        await holder.Release();
        Assert.Equal(row.CommitNumber, await _store.CommitNumber(0, row.Epoch, default));
        Assert.Equal(0, await Rows());
        Assert.True(await _store.Commit(commit, default));
        Assert.Equal(12, await Rows()); // feed rows count twice
    }

    [Fact]
    public async Task Commit_AnswerLost_IsUnknownAndTheNumberTells()
    {
        var row = await Acquire();
        var direct = new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString);
        using var proxy = new SilentProxy(direct.Host!, direct.Port);
        (direct.Host, direct.Port, direct.SslMode) = ("127.0.0.1", proxy.Port, SslMode.Disable);
        await using var process = fixture.Database.Services(new Dictionary<string, string?> { ["Postgres:ConnectionString"] = direct.ConnectionString, ["Postgres:CopyFrom"] = copyFrom });
        var store = process.GetRequiredService<IPartitionStore>();
        var first = CommitBuilder.OfEveryKind(row, "first");
        Assert.True(await store.Commit(first, default)); // connected, and everything is prepared
        row = CommitBuilder.After(row, first);
        var commit = CommitBuilder.Next(row);
        commit.SegmentCounts[("demo", "vip")] = 1;
        proxy.BeSilent();
        var committing = store.Commit(commit, default);
        while (await _store.CommitNumber(0, row.Epoch, default) == row.CommitNumber)
        {
            await Task.Yield();
        }

        proxy.Dispose();
        await Assert.ThrowsAsync<CommitUnknownException>(() => committing);
        Assert.Equal(row.CommitNumber + 1, await _store.CommitNumber(0, row.Epoch, default));
        Assert.Equal(2, (await Get<SegmentCounts>().Of("demo", default))["vip"]);
    }

    [Fact]
    public async Task Commit_MonthDroppedMeanwhile_RepeatMakesItAgain()
    {
        var row = await Acquire();
        var commit = CommitBuilder.OfEveryKind(row, "a");
        await Get<ArchiveMonths>().Ensure(commit.Archive, default);
        await fixture.Database.Execute("drop table crm.archive_2026_03");
        await Assert.ThrowsAsync<CommitUnknownException>(() => _store.Commit(commit, default));
        Assert.Equal(0, await _store.CommitNumber(0, row.Epoch, default));
        Assert.True(await _store.Commit(commit, default));
    }

    [Fact]
    public async Task Commit_ManyRows_WritesThemAll()
    {
        var row = await Acquire();
        var commit = CommitBuilder.Next(row);
        for (var i = 0; i < 3000; i++)
        {
            commit.Archive.Add(new(i, new CustomerKey("demo", $"u:{i}"), CommitBuilder.Now.PlusMilliseconds(i * 1_000_000L), CommitBuilder.Track("A", "{}")));
            commit.Snapshots[$"demo/u:{i}"] = CommitBuilder.Snapshot(i, "s");
        }

        Assert.True(await _store.Commit(commit, default));
        Assert.Equal(6000, await Rows());
        Assert.Equal(2, await fixture.Database.Scalar<long>("select count(distinct tableoid) from crm.archive")); // 35 days from 14 March
    }

    private Task<PartitionRow> Acquire() => _store.Acquire(0, "log", 16, default);

    private async Task<IEnumerable<string>> Forwards(int partition) =>
        (await _store.Forwards(partition, default)).Select(row => Encoding.UTF8.GetString(row.Payload.Span));

    private T Get<T>() where T : notnull => _process.GetRequiredService<T>();

    private Task<long> Rows() => fixture.Database.Scalar<long>("""
        select (select count(*) from crm.archive) + (select count(*) from crm.dead_letters) + (select count(*) from crm.feed) * 2
          + (select count(*) from crm.memberships) + (select count(*) from crm.segment_counts) + (select count(*) from crm.rfm_counts) + (select count(*) from crm.seen) + (select count(*) from crm.snapshots)
          + (select count(*) from crm.forwards)
        """);
}

public sealed class OneRoundTripTests(ProcessFixture fixture) : PartitionStoreTests(fixture, copyFrom: "1000000"), IClassFixture<ProcessFixture>;

public sealed class CopyTests(ProcessFixture fixture) : PartitionStoreTests(fixture, copyFrom: "0"), IClassFixture<ProcessFixture>;
