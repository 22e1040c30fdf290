using System.Text;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Ingest.Pumps;
using Crm.Ingest.Tests.Memory;
using Crm.Ingest.Tests.Pumps;

namespace Crm.Ingest.Tests.Forwarding;

/// <summary>What a producer with another partitioner brings about, from its record to the commit of the home.</summary>
public sealed class ForwardingTests
{
    private const int Partitions = 4;
    private static readonly int Home = HomePartition.Of("shop/u:1", Partitions);
    private static readonly int Elsewhere = (Home + 1) % Partitions;

    private static Harness New(PumpOptions? options = null) => new(StoreClock.Log, Partitions, options ?? new PumpOptions());

    private static string Event(int number = 0) => $$"""
        {"type":"track","event":"Product Viewed","userId":"1","timestamp":"2017-01-01T00:00:00Z","messageId":"{{number}}"}
        """;

    [Fact]
    public async Task Run_RecordElsewhere_IsArchivedOnceByItsHome()
    {
        var harness = New();
        await harness.AppendAt(Elsewhere, "shop/", Event());
        await harness.Run();
        Assert.Equal(Home, Assert.Single(harness.Database.Archive).Partition);
        Assert.Equal("shop/u:1", harness.Database.Archive[0].Row.Customer.Text);
        Assert.Equal(0, harness.Database.ForwardsLeft);
        await harness.Run();
        Assert.Single(harness.Log.All(Home));
        Assert.Single(harness.Database.Archive);
    }

    [Fact]
    public async Task Run_SeveralFromOnePartition_ComeInTheirOrder()
    {
        var harness = New(new PumpOptions { BatchRecords = 3 });
        for (var i = 0; i < 50; i++)
        {
            await harness.AppendAt(Elsewhere, "shop/u:2", Event(i));
        }

        await harness.Run();
        Assert.Equal(Enumerable.Range(0, 50).Select(i => Event(i)), harness.Log.All(Home).Select(static record => Encoding.UTF8.GetString(record.Payload.Span)));
        Assert.Equal(Enumerable.Range(1, 50).Select(static i => (long)i), harness.Log.All(Home).Select(static record => record.Origin!.Number));
    }

    [Fact]
    public async Task Run_RecordThatIsNoEventOrOfNoStore_IsADeadLetterWhereItWasRead()
    {
        var harness = New();
        await harness.AppendAt(Elsewhere, "shop/u:1", "{broken");
        await harness.AppendAt(Elsewhere, "nowhere/u:1", Event());
        await harness.AppendAt(Elsewhere, "", Event());
        await harness.Run();
        Assert.Equal([RejectReason.MalformedJson, RejectReason.UnknownStore, RejectReason.UnknownStore], harness.Database.DeadLetters.Select(static letter => letter.Row.Reason!.Value));
        Assert.All(harness.Database.DeadLetters, letter => Assert.Equal(Elsewhere, letter.Partition));
        Assert.Empty(harness.Log.All(Home));
    }

    [Fact]
    public async Task Run_ForwardedRecordNotAtHome_IsADeadLetterNeverForwardedAgain()
    {
        var harness = New();
        await harness.AppendAt(Elsewhere, "shop/u:1", Event(), origin: new(Home, 1, new Instant(1_600_000_000_000)));
        await harness.Run();
        var (partition, letter) = Assert.Single(harness.Database.DeadLetters);
        Assert.Equal((Elsewhere, RejectReason.Misdirected), (partition, letter.Reason));
        Assert.Empty(harness.Log.All(Home));
        Assert.Empty(harness.Database.Archive);
    }

    // Rows that are durable and not appended are held back at one group's size: the pump reads no further, and goes on once the log answers.
    [Fact]
    public async Task Run_LogTakesNothing_ThePumpReadsNoFurther()
    {
        var harness = New(new PumpOptions { BatchRecords = 5, GroupRecords = 10 });
        for (var i = 0; i < 100; i++)
        {
            await harness.AppendAt(Elsewhere, "shop/", Event(i));
        }

        var failures = 0;
        var most = 0;
        harness.AppendFaults = () =>
        {
            most = Math.Max(most, harness.Database.ForwardsLeft);
            return failures++ < 4 ? AppendFault.Lost : AppendFault.None;
        };
        await harness.Run();
        Assert.Equal(100, harness.Database.Archive.Count);
        Assert.InRange(most, 1, 10 + 10 + 5); // a group waiting, one in its commit
    }
}
