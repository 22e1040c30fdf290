using Crm.Core.Definitions;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Xunit.Abstractions;

namespace Crm.Ingest.Tests.Pumps;

public sealed class CommitSizeTests(ITestOutputHelper output)
{
    private const long Day = 24L * 60 * 60 * 1000;

    private static Harness New(PumpOptions? options = null) => new(StoreClock.Log, 1, options ?? new PumpOptions());

    private static string Event(string user, string day = "2017-01-01T00:00:00Z") => $$"""
        {"type":"track","event":"Product Viewed","userId":"{{user}}","timestamp":"{{day}}","receivedAt":"2026-01-01T00:00:00Z"}
        """;

    [Fact]
    public async Task Run_ManyDueBeforeOneRecord_CommitsStayWithinTheLimit()
    {
        var harness = New(new PumpOptions { WakeChunk = 10, GroupRecords = 50, BatchRecords = 50 });
        harness.Define(("viewers", "did \"Product Viewed\" at least 1 times in the last 2 days"));
        await harness.Control(1);
        for (var i = 0; i < 3000; i++)
        {
            await harness.Append(RecordKind.Event, $"u:{i}", Event($"{i}"));
        }

        await harness.Tick(1_483_228_800_000 + 10 * Day);
        harness.Database.Delay = static () => Task.Delay(30);
        await harness.Run();
        output.WriteLine($"largest {harness.Database.LargestCommit}");
        Assert.InRange(harness.Database.LargestCommit, 1, 1_100);
    }

    [Fact]
    public async Task Run_LargeRecords_CommitsStayWithinTheLimitOfBytes()
    {
        var harness = New(new PumpOptions { GroupBytes = 64 * 1024, BatchRecords = 5 });
        var large = Event("1").Replace("{\"type\"", $"{{\"note\":\"{new string('x', 8_000)}\",\"type\"", StringComparison.Ordinal);
        for (var i = 0; i < 200; i++)
        {
            await harness.Append(RecordKind.Event, "u:1", large);
        }

        harness.Database.Delay = static () => Task.Delay(30);
        await harness.Run();
        Assert.InRange(harness.Database.LargestCommit, 10, 20);
    }

    [Fact]
    public async Task Run_DefinitionOverManyCustomers_CommitsStayWithinTheLimit()
    {
        var harness = New(new PumpOptions { BackfillPage = 10, GroupRecords = 50, BatchRecords = 50 });
        for (var i = 0; i < 3000; i++)
        {
            await harness.Append(RecordKind.Event, $"u:{i}", Event($"{i}"));
        }

        await harness.Run();
        harness.Define(("viewers", "did \"Product Viewed\" at least 1 times in the last 2 days"));
        await harness.Control(1);
        harness.Database.Delay = static () => Task.Delay(30);
        var before = harness.Database.LargestCommit;
        await harness.Run();
        output.WriteLine($"largest before {before} after {harness.Database.LargestCommit}");
        Assert.InRange(harness.Database.LargestCommit, 1, 1_100);
    }
}
