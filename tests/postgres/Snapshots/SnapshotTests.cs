using System.Text;
using Crm.Core.Customers;
using Crm.Core.Rfm;
using Crm.Core.Time;
using Crm.Grains.Customers;
using Crm.Ingest.Backfill;
using Crm.Ingest.Commits;
using Crm.Ingest.Pumps;
using Crm.Postgres.Tests.Support;
using Xunit;

namespace Crm.Postgres.Tests.Snapshots;

public class SnapshotTests(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    private static readonly RfmScorer Cuts = new(RfmSettings.Default);

    private readonly IPartitionStore _store = fixture.Get<IPartitionStore>();

    [Fact]
    public async Task Load_ManyAtOnce_EachGetsItsOwn()
    {
        var row = await _store.Acquire(0, "log", 16, default);
        var commit = CommitBuilder.Next(row);
        for (var i = 0; i < 2000; i += 2)
        {
            commit.Snapshots[$"demo/u:load{i}"] = CommitBuilder.Snapshot(i, $"state {i}", woken: i + 1);
        }

        Assert.True(await _store.Commit(commit, default));
        var loader = fixture.Get<ISnapshotLoader>();
        var loaded = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => loader.Load(new CustomerKey("demo", $"u:load{i}"), default).AsTask()));
        for (var i = 0; i < 2000; i++)
        {
            Assert.Equal(i % 2 == 0 ? $"{i} {i + 1} state {i}" : null, loaded[i] is { } found
                ? $"{found.Position.Offset} {found.Position.WokenThrough.Milliseconds} {Encoding.UTF8.GetString(found.State.Span)}"
                : null);
        }
    }

    [Fact]
    public async Task Due_AndEarliest_GoByInstantThenKey()
    {
        var row = await _store.Acquire(1, "log", 16, default);
        var commit = CommitBuilder.Next(row);
        foreach (var (customer, at) in new[] { ("u:c", 10L), ("u:a", 20), ("u:B", 20), ("u:d", 30), ("u:e", long.MaxValue) })
        {
            commit.Snapshots[$"wake/{customer}"] = CommitBuilder.Snapshot(1, "s", new Instant(at));
        }

        Assert.True(await _store.Commit(commit, default));
        var index = fixture.Get<IWakeIndex>();
        Assert.Equal(["wake/u:B", "wake/u:a"], (await index.Due(1, "wake", 1, Cuts, new(10), new(29), 10, default)).Select(wake => wake.Key));
        Assert.Equal(["wake/u:c", "wake/u:B"], (await index.Due(1, "wake", 1, Cuts, new(0), new(40), 2, default)).Select(wake => wake.Key));
    }

    [Fact]
    public async Task Backfill_KeysAndHistory_AreThoseOfThePartition()
    {
        foreach (var partition in new[] { 3, 4 })
        {
            var commit = CommitBuilder.Next(await _store.Acquire(partition, "log", 16, default));
            for (var i = 0; i < 5; i++)
            {
                var key = new CustomerKey("back", $"u:{partition}{i}");
                commit.Snapshots[key.Text] = CommitBuilder.Snapshot(i, "s");
                commit.Archive.Add(new(i, key, CommitBuilder.Now, CommitBuilder.Track(i % 2 == 0 ? "Even" : "Odd", $"{i}")));
                commit.Archive.Add(new(i + 10, key, CommitBuilder.Now, CommitBuilder.Track("Even", "later")));
            }

            Assert.True(await _store.Commit(commit, default));
        }

        var source = fixture.Get<IBackfillSource>();
        var first = await source.Keys(3, "back", "", 3, default);
        Assert.Equal(["back/u:30", "back/u:31", "back/u:32"], first.Select(key => key.Key));
        Assert.Equal(["back/u:33", "back/u:34"], (await source.Keys(3, "back", first[^1].Key, 3, default)).Select(key => key.Key));
        var history = await source.History(3, "back", ["back/u:31", "back/u:30"], ["Even"], default);
        Assert.Equal(["back/u:30 0 0", "back/u:30 10 later", "back/u:31 11 later"], history.Select(found => $"{found.Key} {found.Offset} {Encoding.UTF8.GetString(found.Json.Span)}"));
    }

    [Fact]
    public async Task History_ByItsExpression_GoesByTheIndex()
    {
        await fixture.Database.Execute("select crm.make_archive_month(0)");
        var plan = await fixture.Database.Scalar<string>("""
            set enable_seqscan = off;
            explain (format json) select 1 from crm.archive
            where hashtextextended(customer, hashtext(store)) = any (array(select hashtextextended(c, hashtext('demo')) from unnest('{u:1}'::text[]) c)) and store = 'demo'
            """);
        Assert.Contains("Index", plan, StringComparison.Ordinal);
    }
}
