using System.Diagnostics;
using System.Text;
using Crm.Core.Automations;
using Crm.Core.Time;
using Crm.Grains.Triggers;
using Crm.Ingest.Commits;
using Crm.Postgres.Automations;
using Crm.Postgres.Retention;
using Crm.Postgres.Tests.Support;
using Crm.TestSupport.Databases;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Crm.Postgres.Tests.Automations;

public sealed class OutboxTests : IAsyncLifetime
{
    private static readonly Instant Now = CommitBuilder.Now;

    private TestDatabase _database = null!;
    private ServiceProvider _process = null!;
    private IPartitionStore _partitions = null!;
    private IOutbox _outbox = null!;
    private PartitionRow _row = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create();
        _process = await _database.Start();
        (_partitions, _outbox) = (_process.GetRequiredService<IPartitionStore>(), _process.GetRequiredService<IOutbox>());
        _row = await _partitions.Acquire(3, "log", 16, default);
    }

    public async Task DisposeAsync()
    {
        await _process.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Claim_SeveralOfOneCustomer_GivesOnlyTheOldestUntilItIsSettled()
    {
        await Commit(Action("ann", "1"), Action("ann", "2"), Action("bob", "1"));
        var first = await Claim();
        Assert.Equal(["u:ann 1", "u:bob 1"], Texts(first));
        Assert.Empty(await Claim());
        await _outbox.Record([new(first[0].Id, 1, null, null)], Now, default);
        Assert.Equal(["u:ann 2"], Texts(await Claim()));
    }

    // 3 ms a claim; half a second when each action is compared with all others, as a plan without statistics may have it.
    [Fact]
    public async Task Claim_OutOfManyJustCommitted_ReadsOnlyItsOwn()
    {
        await Commit([.. Enumerable.Range(0, 20_000).Select(static number => Action($"c{number}", "1"))]);
        var start = Stopwatch.GetTimestamp();
        for (var claim = 0; claim < 20; claim++)
        {
            Assert.Equal(64, (await Claim(limit: 64)).Count);
        }

        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(4), $"{Stopwatch.GetElapsedTime(start)}");
    }

    [Fact]
    public async Task Claim_OfARecordedTrace_KeepsItsContextAtEveryAttempt()
    {
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await Commit(Action("ann", "1") with { TraceParent = Trace }, Action("bob", "1"));
        var first = await Claim();
        Assert.Equal([("u:ann", Trace), ("u:bob", null)], first.Select(static action => (action.Customer, action.TraceParent)));
        await _outbox.Record([new(first[0].Id, 1, "refused", Now)], Now, default);
        Assert.Equal((Trace, 2), (Assert.Single(await Claim()) is var again ? again.TraceParent : "", again.Attempt));
    }

    [Fact]
    public async Task Pending_Some_GivesHowManyAndTheOldest()
    {
        var queue = _process.GetRequiredService<OutboxQueue>();
        Assert.Equal((0, null), await queue.Pending(default));
        await Commit(Action("ann", "1") with { RecordedAt = Now.PlusMilliseconds(-5) }, Action("ann", "2"), Action("bob", "1"));
        Assert.Equal((3, Now.PlusMilliseconds(-5)), await queue.Pending(default));
        var claimed = await Claim();
        await _outbox.Record([new(claimed[0].Id, 1, null, null)], Now, default);
        Assert.Equal((2, Now), await queue.Pending(default));
    }

    [Fact]
    public async Task Claim_FailedAndWaiting_BlocksTheCustomersYoungerActions()
    {
        await Commit(Action("ann", "1"), Action("ann", "2"));
        var first = await Claim();
        await _outbox.Record([new(first[0].Id, 1, "refused", Now.PlusMilliseconds(60_000))], Now, default);
        Assert.Empty(await Claim(Now.PlusMilliseconds(59_999)));
        var again = Assert.Single(await Claim(Now.PlusMilliseconds(60_000)));
        Assert.Equal(("1", 2), (again.Step, again.Attempt));
    }

    [Fact]
    public async Task Claim_LeaseRanOut_GivesItToTheNextAndTheLateOneSettlesNothing()
    {
        await Commit(Action("ann", "1"));
        var late = Assert.Single(await Claim());
        var next = Assert.Single(await Claim(Now.PlusMilliseconds(30_000)));
        Assert.Equal(2, next.Attempt);
        await _outbox.Record([new(late.Id, late.Attempt, "too late", null)], Now, default);
        Assert.Equal(0, await _database.Scalar<short>("select state from crm.outbox"));
        await _outbox.Record([new(next.Id, next.Attempt, null, null)], Now, default);
        Assert.Equal(1, await _database.Scalar<short>("select state from crm.outbox"));
    }

    [Fact]
    public async Task Claim_OtherShard_HasNothingOfThisPartition()
    {
        await Commit(Action("ann", "1"));
        Assert.Empty(await Claim(shard: 0, shards: 2));
        Assert.Single(await Claim(shard: 1, shards: 2)); // of partition 3
    }

    [Fact]
    public async Task Claim_ManyAtOnce_NobodyGetsWhatAnotherHas()
    {
        await Commit([.. Enumerable.Range(0, 400).Select(static number => Action($"c{number % 100}", $"{number / 100}"))]);
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Claim(limit: 40))));
        var claimed = claims.SelectMany(static claim => claim).ToList();
        Assert.Equal(claimed.Count, claimed.Select(static action => action.Id).Distinct().Count());
        Assert.Equal(100, claimed.Count);
        Assert.All(claimed, static action => Assert.Equal("0", action.Step));
    }

    [Fact]
    public async Task Claim_Document_ComesBackAsItWasCommitted()
    {
        await Commit(Action("ann", "1") with { Document = Encoding.UTF8.GetBytes("""{"id":"u:ann"}""") });
        var action = Assert.Single(await Claim());
        Assert.Equal("""{"id":"u:ann"}""", Encoding.UTF8.GetString(action.Document.Span));
        Assert.Equal((Now, 7, 5L), (action.At, action.Version, action.Run));
    }

    [Fact]
    public async Task Due_SeveralAutomations_NamesThoseThatHaveSomethingDueNow()
    {
        await Commit(Action("ann", "1"), Action("bob", "1") with { Automation = "later", RecordedAt = Now.PlusMilliseconds(1) }, Action("cleo", "1") with { Automation = "also" });
        var queue = _process.GetRequiredService<OutboxQueue>();
        Assert.Equal([("demo", "also"), ("demo", "cart")], await queue.Due(Now, default));
        Assert.Equal([("demo", "also"), ("demo", "cart"), ("demo", "later")], await queue.Due(Now.PlusMilliseconds(1), default));
        await _outbox.GiveUpAll("demo", "also", "deleted", Now, default);
        Assert.Equal([("demo", "cart")], await queue.Due(Now, default));
    }

    [Fact]
    public async Task Retry_GivenUp_IsTriedFromTheFirstAttemptOn()
    {
        await Commit(Action("ann", "1"));
        await _outbox.Record([new((await Claim())[0].Id, 1, "gone", null)], Now, default);
        var records = _process.GetRequiredService<AutomationRecords>();
        var givenUp = Assert.Single(await records.Actions("demo", "cart", OutboxState.GivenUp, null, 10, default));
        Assert.Equal(("gone", Now), (givenUp.Error, givenUp.FinishedAt));
        Assert.Equal(1, await records.Retry("demo", "cart", Now, default));
        Assert.Equal(1, Assert.Single(await Claim()).Attempt);
    }

    [Fact]
    public async Task Actions_OldAndFinished_GoAndThePendingStays()
    {
        await Commit(Action("ann", "1"), Action("bob", "1"));
        var claimed = await Claim();
        await _outbox.Record([new(claimed[0].Id, 1, null, null)], Now, default);
        var old = _process.GetRequiredService<OldRows>();
        Assert.Equal(0, await old.Actions("demo", Now, default));
        Assert.Equal(0, await old.Actions("other", Now.PlusMilliseconds(1), default));
        Assert.Equal(1, await old.Actions("demo", Now.PlusMilliseconds(1), default));
        Assert.Equal(1L, await _database.Scalar<long>("select count(*) from crm.outbox"));
    }

    [Fact]
    public async Task Runs_StartedAndEndedInOneOrTwoCommits_AreOneRowEach()
    {
        var commit = CommitBuilder.Next(_row);
        commit.Runs[("demo", "cart", "u:ann", 1)] = new(7, Now, null, RunEnd.None);
        commit.Runs[("demo", "cart", "u:bob", 1)] = new(7, Now.PlusMilliseconds(1), Now.PlusMilliseconds(2), RunEnd.Completed);
        await Write(commit);
        commit = CommitBuilder.Next(_row);
        commit.Runs[("demo", "cart", "u:ann", 1)] = new(8, null, Now.PlusMilliseconds(9), RunEnd.Exited);
        await Write(commit);
        var records = _process.GetRequiredService<AutomationRecords>();
        Assert.Equal(
            [new RunRecord("u:bob", 1, 7, Now.PlusMilliseconds(1), Now.PlusMilliseconds(2), RunEnd.Completed), new RunRecord("u:ann", 1, 8, Now, Now.PlusMilliseconds(9), RunEnd.Exited)],
            await records.Runs("demo", "cart", null, null, 10, default));
        Assert.Equal("u:ann", Assert.Single(await records.Runs("demo", "cart", null, new(Now.PlusMilliseconds(1), "u:bob", 1), 10, default)).Customer);
        Assert.Equal("u:ann", Assert.Single(await records.Runs("demo", "cart", "u:ann", null, 10, default)).Customer);
        var counts = await records.Counts("demo", "cart", default);
        Assert.Equal((1L, 1L), (counts.Runs[RunEnd.Completed], counts.Runs[RunEnd.Exited]));
    }

    private static ActionRow Action(string customer, string step) =>
        new($"act_{customer}{step}", "demo", "cart", $"u:{customer}", 7, 5, step, Now, Now, 1, default);

    private static IEnumerable<string> Texts(IEnumerable<ClaimedAction> actions) =>
        actions.Select(static action => $"{action.Customer} {action.Step}").Order(StringComparer.Ordinal);

    private Task<IReadOnlyList<ClaimedAction>> Claim(Instant? now = null, int shard = 0, int shards = 1, int limit = 100) =>
        _outbox.Claim("demo", "cart", shard, shards, now ?? Now, (now ?? Now).PlusMilliseconds(30_000), limit, default);

    private Task Commit(params ActionRow[] actions)
    {
        var commit = CommitBuilder.Next(_row);
        commit.Actions.AddRange(actions);
        return Write(commit);
    }

    private async Task Write(PartitionCommit commit)
    {
        Assert.True(await _partitions.Commit(commit, default));
        _row = CommitBuilder.After(_row, commit);
    }
}
