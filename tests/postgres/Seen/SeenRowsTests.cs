using Crm.Core.Events;
using Crm.Core.Seen;
using Crm.Core.Time;
using Crm.Core.Values;
using Crm.Ingest.Commits;
using Crm.Postgres.Seen;
using Crm.Postgres.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Crm.Postgres.Tests.Seen;

public sealed class SeenRowsTests(ProcessFixture fixture) : IClassFixture<ProcessFixture>, IAsyncLifetime
{
    private static readonly Instant Now = CommitBuilder.Now;

    private ServiceProvider _process = null!;

    public async Task InitializeAsync()
    {
        _process = await fixture.Database.Start();
        await fixture.Database.Execute("truncate crm.partitions, crm.seen");
    }

    public async Task DisposeAsync() => await _process.DisposeAsync();

    [Fact]
    public async Task Commit_OfTwoPartitions_CountsAddUpAndTheLastInstantStays()
    {
        var first = await Commit(0, null, (Event("A"), new(2, Now)), (Path("A", "price"), new(1, Now)));
        await Commit(0, first, (Event("A"), new(3, Now.PlusMilliseconds(-5))), (Event("B"), new(1, Now)));
        await Commit(1, null, (Event("A"), new(10, Now.PlusMilliseconds(7))), (Path("B", "price"), new(1, Now)));

        Assert.Equal(["A 15 +7", "B 1 +0"], (await Reader.Events("demo", EventType.Track, default)).Select(static name => $"{name.Key.Event} {name.Count} +{name.LastAt - Now}"));
        Assert.Equal(["price Number 1"], (await Reader.Properties("demo", EventType.Track, ["A"], default)).Select(static name => $"{name.Key.Path} {name.Key.Kind} {name.Count}"));
        Assert.Empty(await Reader.Events("other", EventType.Track, default));
        Assert.Empty(await Reader.Events("demo", EventType.Page, default));
    }

    /// <summary>Also where each process begins with its own memory empty.</summary>
    [Fact]
    public async Task Commit_MoreNamesThanTheLimit_KnownOnesStillCountAndNoNewOneComesIn()
    {
        var first = await Commit(0, null, [.. Enumerable.Range(0, SeenLimits.Events).Select(static name => (Event($"E{name}"), new SeenRow(1, Now)))]);
        await Commit(0, first, (Event("New"), new(1, Now)), (Path("New", "price"), new(1, Now)), (Event("E7"), new(1, Now)), (Path("E7", "price"), new(1, Now)));

        var events = await Reader.Events("demo", EventType.Track, default);

        Assert.Equal(SeenLimits.Events, events.Count);
        Assert.Equal(("E7", 2L), (events[0].Key.Event, events[0].Count));
        Assert.Single(await Reader.Properties("demo", EventType.Track, ["E7", "New"], default));
    }

    [Fact]
    public async Task Commit_MorePropertiesThanTheLimit_NoNewOneComesIn()
    {
        var first = await Commit(0, null, [(Event("A"), new(1, Now)), .. Enumerable.Range(0, SeenLimits.Paths).Select(static path => (Path("A", $"p{path}"), new SeenRow(1, Now)))]);
        await Commit(0, first, (Path("A", "more"), new(1, Now)), (Path("A", "p1"), new(1, Now)));

        var paths = await Reader.Properties("demo", EventType.Track, ["A"], default);

        Assert.Equal((SeenLimits.Paths, "p1"), (paths.Count, paths[0].Key.Path));
    }

    private SeenReader Reader => _process.GetRequiredService<SeenReader>();

    private static SeenKey Event(string name) => new(EventType.Track, name, "", ValueKind.Missing);

    private static SeenKey Path(string name, string path) => new(EventType.Track, name, path, ValueKind.Number);

    private async Task<PartitionRow> Commit(int partition, PartitionRow? row, params (SeenKey Key, SeenRow Row)[] seen)
    {
        var store = _process.GetRequiredService<IPartitionStore>();
        row ??= await store.Acquire(partition, "log", 16, default);
        var commit = CommitBuilder.Next(row);
        foreach (var (key, added) in seen)
        {
            commit.Seen[("demo", key)] = added;
        }

        Assert.True(await store.Commit(commit, default));
        return CommitBuilder.After(row, commit);
    }
}
