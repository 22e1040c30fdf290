using Crm.Ingest.Backfill;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Crm.Ingest.Tests.Memory;

namespace Crm.Ingest.Tests.Pumps;

/// <summary>The log keeps the events instead of the database: nothing else differs, also where a new rule looks back.</summary>
public sealed class LogArchiveTests
{
    private const int Partitions = 2;
    private const int Customers = 12;

    [Fact]
    public async Task Backfill_LogKeepsTheArchive_ComesToWhatTheDatabaseWould()
    {
        var database = await Replay(ArchiveKeeping.Database);
        var log = await Replay(ArchiveKeeping.Log);

        Assert.Equal(Feed(database), Feed(log));
        Assert.Contains(Feed(log), static entry => entry.Contains("viewers", StringComparison.Ordinal));
        Assert.Equal(database.SegmentCounts.OrderBy(static count => count.Key.Segment), log.SegmentCounts.OrderBy(static count => count.Key.Segment));
        Assert.NotEmpty(database.Archive);
        Assert.Empty(log.Archive);
        Assert.Empty(await log.Read(0, long.MaxValue, Keys, default));
    }

    // What counted is what the log has, but for dead letters and these.
    [Fact]
    public async Task Commit_LogKeepsTheArchive_NamesTheRecordsThatDidNotCount()
    {
        var database = await Replay(ArchiveKeeping.Database);
        var log = await Replay(ArchiveKeeping.Log);
        var counted = database.Archive.Select(static row => (row.Partition, row.Row.Offset)).ToHashSet();
        var dead = database.DeadLetters.Select(static row => (row.Partition, row.Row.Offset)).ToHashSet();

        Assert.Equal(Customers * 3, log.Uncounted.Count);
        Assert.DoesNotContain(log.Uncounted, row => counted.Contains(row) || dead.Contains(row));
        Assert.Empty(database.Uncounted);
    }

    [Fact]
    public async Task Begin_LeftByAnOwnerBefore_IsNotRead()
    {
        var database = await Replay(ArchiveKeeping.Log, static database => database.Add(
            0, 0, [.. Keys.Select(static key => new ArchivedEvent(key, 1_000_000, default, Harness.Json(View(1, "left"))))], default));

        Assert.Equal(Feed(await Replay(ArchiveKeeping.Log)), Feed(database));
    }

    private static string[] Keys => [.. Enumerable.Range(0, Customers).Select(static number => $"{Harness.Store}/u:{number}")];

    private static async Task<MemoryDatabase> Replay(ArchiveKeeping keeping, Func<MemoryDatabase, Task>? before = null)
    {
        var harness = new Harness(Core.Definitions.StoreClock.Log, Partitions, new PumpOptions { Archive = keeping, BatchRecords = 7, BackfillPage = 3 });
        await (before?.Invoke(harness.Database) ?? Task.CompletedTask);
        for (var customer = 0; customer < Customers; customer++)
        {
            for (var view = 0; view < customer % 4 + 1; view++)
            {
                await harness.Append(RecordKind.Event, $"u:{customer}", View(customer, $"{view}"));
            }

            for (var resend = 0; resend < 3; resend++)
            {
                await harness.Append(RecordKind.Event, $"u:{customer}", View(customer, "0"));
            }

            await harness.Append(RecordKind.Event, $"u:{customer}", "{}");
            await harness.Append(RecordKind.Event, $"u:{customer}", View(customer, "elsewhere"), Harness.Other);
        }

        await harness.Control(harness.Define(("viewers", "did \"Product Viewed\" at least 2 times")));
        await harness.Append(RecordKind.Event, "u:0", View(0, "later"));
        await harness.Run();
        await harness.Control(harness.Define(("viewers", "did \"Product Viewed\" at least 3 times"), ("searchers", "did \"Products Searched\"")));
        await harness.Run();
        return harness.Database;
    }

    private static string View(int customer, string number) =>
        $$"""{"type":"track","event":"Product Viewed","userId":"{{customer}}","messageId":"{{customer}}-{{number}}","timestamp":"2017-01-01T00:00:00Z"}""";

    private static string[] Feed(MemoryDatabase database) =>
        [.. database.Feed.OrderBy(static row => row.Partition).ThenBy(static row => row.Row.Number).Select(static row => $"{row.Partition} {row.Row.Number} {row.Row.Customer} {row.Row.Segment} {row.Row.Change} {row.Row.Offset} {row.Row.At}")];
}
