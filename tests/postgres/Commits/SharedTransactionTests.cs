using Crm.Ingest.Commits;
using Crm.Postgres.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Crm.Postgres.Tests.Commits;

/// <summary>Commits that come while another transaction is under way share the next one; what is wrong with one of them stops none of the others.</summary>
public sealed class SharedTransactionTests(ProcessFixture fixture) : IClassFixture<ProcessFixture>, IAsyncLifetime
{
    private const int First = 15; // its commit keeps the others waiting

    private ServiceProvider _process = null!;
    private IPartitionStore _store = null!;

    public async Task InitializeAsync()
    {
        _process = await fixture.Database.Start(new Dictionary<string, string?> { ["Postgres:ConcurrentCommits"] = "1", ["Postgres:CommitRows"] = "100" });
        _store = _process.GetRequiredService<IPartitionStore>();
        await fixture.Database.Execute("truncate crm.partitions, crm.snapshots, crm.archive, crm.memberships, crm.segment_counts, crm.feed, crm.rfm_counts, crm.seen, crm.dead_letters, crm.forwards");
    }

    public async Task DisposeAsync() => await _process.DisposeAsync();

    [Fact]
    public async Task Commit_SeveralWaiting_ShareOneTransactionAndEachWritesItsOwn()
    {
        var rows = await Acquire(5);

        Assert.All(await CommitWhileOneWaits([.. rows.Select(row => CommitBuilder.OfEveryKind(row, $"of-{row.Partition}"))]), Assert.True);

        Assert.Equal(1, await Transactions(5));
        Assert.Equal("0:1 1:1 2:1 3:1 4:1", await fixture.Database.Scalar<string>(
            "select string_agg(concat(partition, ':', commit_number), ' ' order by partition) from crm.partitions where partition < 5"));
        foreach (var table in (string[])["snapshots", "archive", "segment_counts", "rfm_counts", "dead_letters"])
        {
            Assert.Equal("0 1 2 3 4", await fixture.Database.Scalar<string>($"select string_agg(partition::text, ' ' order by partition) from crm.{table} where partition < 5"));
        }

        Assert.Equal("u:of-0 u:of-1 u:of-2 u:of-3 u:of-4", await fixture.Database.Scalar<string>(
            "select string_agg(customer, ' ' order by partition) from crm.memberships where partition < 5"));
        Assert.Equal("0:1 0:2 1:1 1:2 2:1 2:2 3:1 3:2 4:1 4:2", await fixture.Database.Scalar<string>(
            "select string_agg(concat(partition, ':', number), ' ' order by partition, number) from crm.feed where partition < 5"));
        Assert.Equal("0 1 2 3 4", await fixture.Database.Scalar<string>("select string_agg(source::text, ' ' order by source) from crm.forwards where source < 5"));
    }

    [Fact]
    public async Task Commit_AZombieAmongThem_OnlyItWritesNothing()
    {
        var rows = await Acquire(4);
        await _store.Acquire(2, "log", 16, default);

        var done = await CommitWhileOneWaits([.. rows.Select(row => CommitBuilder.OfEveryKind(row, $"of-{row.Partition}"))]);

        Assert.Equal([true, true, false, true], done);
        Assert.Equal("0 1 3", await fixture.Database.Scalar<string>("select string_agg(partition::text, ' ' order by partition) from crm.archive where partition < 5"));
    }

    [Fact]
    public async Task Commit_OneThatCannotBeWritten_StopsNoOther()
    {
        var rows = await Acquire(4);
        await fixture.Database.Execute("insert into crm.forwards (source, target, number, key, appended_at, payload) values (1, 3, 1, 'demo/u:x', 0, '')");

        await using var first = await HeldLock.Take(fixture.Database, $"select from crm.partitions where partition = {First} for update");
        var all = await Begin(first, [.. rows.Select(row => CommitBuilder.OfEveryKind(row, $"of-{row.Partition}"))]);
        await first.Release();

        await Assert.ThrowsAsync<CommitUnknownException>(() => all[1]);
        Assert.True(await all[0] && await all[2] && await all[3]);
        Assert.Equal(0, await _store.CommitNumber(1, rows[1].Epoch, default));
    }

    [Fact]
    public async Task Commit_MoreThanATransactionTakes_IsSeveral()
    {
        var rows = await Acquire(4);
        var commits = rows.Select(row => CommitBuilder.Next(row, feedRows: 60)).ToArray();
        foreach (var commit in commits)
        {
            commit.Feed.AddRange(Enumerable.Range(1, 60).Select(number => CommitBuilder.Entered(number, "vip", $"u:{number}")));
        }

        Assert.All(await CommitWhileOneWaits(commits), Assert.True);

        Assert.Equal(4, await Transactions(4));
    }

    private async Task<bool[]> CommitWhileOneWaits(PartitionCommit[] commits)
    {
        await using var first = await HeldLock.Take(fixture.Database, $"select from crm.partitions where partition = {First} for update");
        var all = await Begin(first, commits);
        await first.Release();
        return await Task.WhenAll(all);
    }

    private async Task<Task<bool>[]> Begin(HeldLock first, PartitionCommit[] commits)
    {
        var waiting = _store.Commit(CommitBuilder.Next(new(First, 1, 0, Progress.None, ReplayStart.None, 1, [], [])), default);
        await first.Waiter();
        Assert.False(waiting.IsCompleted);
        return [.. commits.Select(commit => _store.Commit(commit, default))];
    }

    private async Task<PartitionRow[]> Acquire(int partitions)
    {
        await _store.Acquire(First, "log", 16, default);
        var rows = new PartitionRow[partitions];
        for (var partition = 0; partition < partitions; partition++)
        {
            rows[partition] = await _store.Acquire(partition, "log", 16, default);
        }

        return rows;
    }

    private Task<long> Transactions(int partitions) => fixture.Database.Scalar<long>($"select count(distinct xmin::text) from crm.partitions where partition < {partitions}");
}
