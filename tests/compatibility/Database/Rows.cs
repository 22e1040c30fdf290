using System.Collections.Immutable;
using System.Text;
using Crm.Compatibility.Tests.Stored;
using Crm.Core.Automations;
using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Rfm;
using Crm.Core.Values;
using Crm.Grains.Customers;
using Crm.Grains.Stores;
using Crm.Ingest.Commits;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Crm.Postgres.Automations;
using Crm.Postgres.DeadLetters;
using Crm.Postgres.Feed;
using Crm.Postgres.Live;
using Crm.Postgres.Rfm;
using Crm.Postgres.Seen;
using Crm.Postgres.Segments;
using Crm.Postgres.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Compatibility.Tests.Database;

/// <summary>One row of every kind that a commit writes, a store, its definitions and a log: put in and read out by the ports that the system has for them.</summary>
internal sealed class Rows(IServiceProvider process)
{
    private const string Store = "shop", Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static readonly CustomerKey Ana = Town.Key("u:ana");

    public async Task Write()
    {
        await Get<StoreRepository>().Create(Everything.Definitions().Store, default);
        await Get<IDefinitionStore>().Add(Everything.Definitions(1), default);
        await Get<ILog>().Append(
        [
            new(0, RecordKind.Event, Ana.Text, """{"type":"track","event":"A","userId":"ana"}"""u8.ToArray(), null, Trace),
            new(0, RecordKind.Control, "shop/", """{"version":1}"""u8.ToArray()),
            new(0, RecordKind.Tick, "shop/", """{"to":1709294400000}"""u8.ToArray()),
            new(0, RecordKind.Event, Ana.Text, """{"type":"track","event":"B","userId":"ana"}"""u8.ToArray(), new(5, 41, Town.Start)),
        ], default);
        var store = Get<IPartitionStore>();
        Assert.True(await store.Commit(Commit(await store.Acquire(0, Get<ILog>().Generation, 16, default)), default));
    }

    public async Task<Dictionary<string, object?>> Read() => new()
    {
        ["Store"] = await Get<IStoreDirectory>().Find(Store, default),
        ["Definitions"] = DefinitionFormats.Shown((await Get<IDefinitionStore>().Latest(Store, default))!),
        ["Log"] = (await Get<ILog>().Read(0, -1, 10, default)).Select(static record => new Dictionary<string, object?>
        {
            ["Offset"] = record.Offset,
            ["AppendedAt"] = record.AppendedAt,
            ["Kind"] = record.Kind,
            ["Key"] = record.Key,
            ["Origin"] = record.Origin,
            ["TraceParent"] = record.TraceParent,
            ["Payload"] = Encoding.UTF8.GetString(record.Payload.Span),
        }),
        ["Row"] = await Get<IPartitionStore>().Acquire(0, Get<ILog>().Generation, 16, default),
        ["Forwards"] = await Get<IPartitionStore>().Forwards(0, default),
        ["DeadLettered"] = await Get<IPartitionStore>().DeadLettered(0, -1, 100, default),
        ["NotCounted"] = await Get<IPartitionStore>().NotCounted(0, -1, 100, default),
        ["Snapshot"] = await Get<ISnapshotLoader>().Load(Ana, default),
        ["Changes"] = (await Get<ChangeFeed>().After(FeedCursor.Start, Store, null, 10, default)).Items,
        ["Members"] = (await Get<MemberList>().First(Store, "vip", 10, default)).Items,
        ["Counts"] = await Get<SegmentCounts>().Of(Store, default),
        ["Rfm"] = (await Get<RfmCounts>().Of(Store, default)).Cells,
        ["Seen"] = (await Get<SeenReader>().Events(Store, EventType.Track, default)).Concat(await Get<SeenReader>().Properties(Store, EventType.Track, ["A"], default)),
        ["Days"] = await Get<DayReader>().Last(Store, 90, default),
        ["DeadLetters"] = await Get<DeadLetterList>().Before(Store, null, 10, default),
        ["Runs"] = await Get<AutomationRecords>().Runs(Store, "all", null, null, 10, default),
        ["Actions"] = await Get<AutomationRecords>().Actions(Store, "all", null, null, 10, default),
    };

    private T Get<T>() where T : notnull => process.GetRequiredService<T>();

    private static PartitionCommit Commit(PartitionRow row)
    {
        var commit = new PartitionCommit
        {
            Partition = 0,
            Epoch = row.Epoch,
            ExpectedNumber = row.CommitNumber,
            Durable = new(4, Town.Start, "u:ana"),
            Replay = new(3, ImmutableDictionary<string, StoreContext>.Empty.Add(Store, new(Town.Start, 1)), [0, 0, 0, 0, 0, 40]),
            NextFeedNumber = row.NextFeedNumber + 2,
            ForwardNumbers = [0, 0, 0, 7],
            Marks = [0, 0, 0, 0, 0, 41],
        };
        commit.Archive.Add(new(1, Ana, Town.Start, new() { Type = EventType.Track, Name = "A", At = Town.Start, ReceivedAt = Town.Start, UserId = "ana", MessageHash = ulong.MaxValue, Json = "{}"u8.ToArray() }));
        commit.Uncounted.Add(3);
        commit.DeadLetters.Add(new(2, Ana.Text, Town.Start, RejectReason.MissingIds, "no id — ü", "{\"x\":1}"u8.ToArray()));
        commit.Feed.Add(new(row.NextFeedNumber, Store, "vip", Ana.Id, FeedChange.Entered, 1, 2, Town.Start, Town.Start.PlusMilliseconds(-1), Town.Start, Cause.Event, 1));
        commit.Feed.Add(new(row.NextFeedNumber + 1, Store, "", "a:d", FeedChange.Merged, 0, 0, Town.Start, null, Town.Start, Cause.Merge, 1, Ana.Id));
        commit.Memberships[(Store, "vip", Ana.Id)] = new(true, Town.Start, 1, row.NextFeedNumber);
        commit.SegmentCounts[(Store, "vip")] = 1;
        commit.RfmCounts[(Store, new RfmScores(5, 4, 3))] = 1;
        commit.Seen[(Store, new(EventType.Track, "A", "", ValueKind.Missing))] = new(2, Town.Start);
        commit.Seen[(Store, new(EventType.Track, "A", "products.price", ValueKind.Number))] = new(1, Town.Start);
        commit.Days[(Store, new(2024, 3, 1))] = new(2, 12.50m, 1, 3.25m);
        commit.Activity[Store] = new(2, 1);
        commit.Forwards.Add(new(3, 7, "shop/u:bea", Town.Start, "{}"u8.ToArray(), Trace));
        commit.Actions.Add(new("act_1", Store, "all", Ana.Id, 3, 2, "tell", Town.Start, Town.Start, 1, """{"id":"u:ana"}"""u8.ToArray(), Trace));
        commit.Runs[(Store, "all", Ana.Id, 2)] = new(3, Town.Start, Town.Start.PlusMilliseconds(9), RunEnd.Exited);
        commit.Snapshots[Ana.Text] = new(new(1, Town.Start), 1, Town.Start.PlusMilliseconds(60_000), new byte[] { 4, 1, 2 }, new() { Email = "ana@example.com", Orders = 2, Revenue = 12.50m, LastOrder = Town.Start, R = 5, F = 4, M = 3 });
        return commit;
    }
}
