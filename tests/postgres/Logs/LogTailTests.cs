using Crm.Core.Time;
using Crm.Ingest.Logs;
using Crm.Postgres.Logs;
using Xunit;

namespace Crm.Postgres.Tests.Logs;

public class LogTailTests
{
    [Fact]
    public void Read_Contiguous_GivesWhatFollows()
    {
        var tail = Tail(from: 0, to: 199);
        Assert.Equal([10, 11, 12], Offsets(tail.Read(9, 3)));
        Assert.Equal([198, 199], Offsets(tail.Read(197, 100)));
        Assert.Null(tail.Read(199, 100));
        Assert.Null(tail.Read(500, 100));
    }

    [Fact]
    public void Add_AfterGap_ForgetsWhatIsBeforeIt()
    {
        var tail = Tail(from: 0, to: 9);
        tail.Add(Record(12));
        Assert.Null(tail.Read(8, 10));
        Assert.Null(tail.Read(9, 10)); // 10 and 11 are another process's
        Assert.Null(tail.Read(10, 10));
        Assert.Equal([12], Offsets(tail.Read(11, 10)));
    }

    [Fact]
    public void Add_PastBound_DropsOldest()
    {
        var tail = new LogTail(maxBytes: 10 * 166);
        for (var offset = 0; offset < 1000; offset++)
        {
            tail.Add(Record(offset));
        }

        Assert.Null(tail.Read(988, 100));
        Assert.Equal(Enumerable.Range(990, 10).Select(offset => (long)offset), Offsets(tail.Read(989, 100)));
    }

    [Fact]
    public void Add_LargerThanBound_KeepsNone()
    {
        var tail = new LogTail(maxBytes: 10);
        tail.Add(Record(0));
        tail.Add(Record(1));
        Assert.Null(tail.Read(-1, 10));
        Assert.Null(tail.Read(0, 10));
        Assert.Equal(1, tail.Last);
    }

    [Fact]
    public void Add_ToOnePartition_OthersForgetWhatIsAsOld()
    {
        var tails = new LogTails(2, maxBytes: 10_000);
        tails.Add(0, Record(0));
        for (var offset = 0; offset < 50; offset++)
        {
            tails.Add(1, Record(offset));
        }

        Assert.NotNull(tails[0].Read(-1, 10));
        for (var offset = 50; offset < 250; offset++)
        {
            tails.Add(1, Record(offset));
        }

        Assert.Null(tails[0].Read(-1, 10));
        Assert.Equal([248, 249], Offsets(tails[1].Read(247, 10)));
        tails.Add(0, Record(1));
        Assert.Equal([1], Offsets(tails[0].Read(0, 10)));
    }

    private static LogTail Tail(long from, long to)
    {
        var tail = new LogTail(maxBytes: 1 << 20);
        for (var offset = from; offset <= to; offset++)
        {
            tail.Add(Record(offset));
        }

        return tail;
    }

    private static LogRecord Record(long offset) => new(offset, new Instant(offset), RecordKind.Event, "k", new byte[100]);

    private static IEnumerable<long> Offsets(LogRecord[]? records) => records!.Select(record => record.Offset);
}
