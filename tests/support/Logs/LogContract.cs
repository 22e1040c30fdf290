using System.Globalization;
using System.Text;
using Crm.Ingest.Logs;
using Xunit;

namespace Crm.TestSupport.Logs;

/// <summary>What pumps and collector rely on, for every kind of log. Sixteen partitions; each test has partitions of its own.</summary>
public abstract class LogContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>That of the process under test.</summary>
    protected abstract ILog Log { get; }

    /// <summary>The same log in another process.</summary>
    protected abstract Task<OtherProcess> Other();

    [Fact]
    public async Task Append_SeveralPartitions_AnswersInOrderOfRecords()
    {
        var positions = await Log.Append([Record(2, "a"), Record(1, "b"), Record(2, "c")], default);

        Assert.Equal([2, 1, 2], positions.Select(static position => position.Partition));
        Assert.True(positions[0].Offset < positions[2].Offset);
        Assert.Equal(["shop/u:a", "shop/u:c"], (await Log.Read(2, positions[0].Offset - 1, 10, default)).Select(static record => record.Key));
        Assert.Equal("shop/u:b", (await Log.Read(1, positions[1].Offset - 1, 10, default))[0].Key);
    }

    [Fact]
    public async Task Read_InAnyProcess_GivesTheSame()
    {
        LogAppend[] records =
        [
            Record(3, "ü"), new(3, RecordKind.Tick, "shop/", "{\"to\":1}"u8.ToArray()), new(3, RecordKind.Control, "shop/", "{\"version\":1}"u8.ToArray()),
            Record(3, "b") with { Origin = new(1, 7, new(1_600_000_000_000)) },
        ];
        var positions = await Log.Append(records, default);
        await using var other = await Other();
        var before = positions[0].Offset - 1;

        var (here, there) = (await Log.Read(3, before, 10, default), await other.Log.Read(3, before, 10, default));

        Assert.Equal(records.Select(static record => $"{record.Kind} {record.Key} {Text(record.Payload)} {record.Origin}"), here.Select(static record => $"{record.Kind} {record.Key} {Text(record.Payload)} {record.Origin}"));
        Assert.Equal(here.Select(static record => (record.Offset, record.AppendedAt, record.Key)), there.Select(static record => (record.Offset, record.AppendedAt, record.Key)));
    }

    [Fact]
    public async Task Read_WithALimit_GivesTheFirstOfThem()
    {
        var positions = await Log.Append([.. Enumerable.Range(0, 5).Select(static i => Record(4, $"{i}"))], default);

        var read = await Log.Read(4, positions[1].Offset, 2, default);

        Assert.Equal(["shop/u:2", "shop/u:3"], read.Select(static record => record.Key));
        Assert.Empty(await Log.Read(4, positions[4].Offset, 2, default));
    }

    [Fact]
    public async Task Read_BesideAPumpThatFollows_ReadsWhereItIsToldTo()
    {
        var positions = await Log.Append([.. Enumerable.Range(0, 6).Select(static i => Record(8, $"{i}"))], default);
        using var following = Log.Follow(8, positions[2].Offset, lend: true);

        var (pump, again) = (await ReadTo(8, positions[2].Offset, positions[5].Offset), await Log.Read(8, positions[0].Offset, 2, default));
        var more = await Log.Append([Record(8, "6")], default);

        Assert.Equal(["shop/u:3", "shop/u:4", "shop/u:5"], pump.Select(static record => record.Key));
        Assert.Equal(["shop/u:1", "shop/u:2"], again.Select(static record => record.Key));
        Assert.Equal(["shop/u:6"], (await ReadTo(8, positions[5].Offset, more[0].Offset)).Select(static record => record.Key));
    }

    [Fact]
    public async Task AppendedAfter_BesideAPumpThatFollows_TakesNothingFromIt()
    {
        var positions = await Log.Append([.. Enumerable.Range(0, 3).Select(static i => Record(10, $"{i}"))], default);
        using var following = Log.Follow(10, positions[0].Offset, lend: true);

        var at = await Log.AppendedAfter(10, positions[0].Offset, default);
        var pump = await ReadTo(10, positions[0].Offset, positions[2].Offset);

        Assert.Equal(["shop/u:1", "shop/u:2"], pump.Select(static record => record.Key));
        Assert.Equal(pump[0].AppendedAt, at);
        Assert.Null(await Log.AppendedAfter(10, positions[2].Offset, default));
    }

    [Fact]
    public async Task Follow_AgainFromBefore_ReadsTheSameAgain()
    {
        var positions = await Log.Append([.. Enumerable.Range(0, 4).Select(static i => Record(9, $"{i}"))], default);
        var before = positions[0].Offset - 1;
        var first = Log.Follow(9, before, lend: true);
        var once = await ReadTo(9, before, positions[3].Offset);
        using var second = Log.Follow(9, before, lend: true);
        first?.Dispose();

        Assert.Equal(once.Select(static record => record.Offset), (await ReadTo(9, before, positions[3].Offset)).Select(static record => record.Offset));
    }

    [Fact]
    public async Task WaitForMore_AppendOfAnotherProcess_Returns()
    {
        await using var other = await Other();
        var last = (await Log.Range(5, default)).Last;
        using var following = Log.Follow(5, last, lend: true);
        Assert.Empty(await Log.Read(5, last, 10, default));
        var waiting = Log.WaitForMore(5, last, default).AsTask();
        Assert.False(waiting.IsCompleted);

        await other.Log.Append([Record(5, "a")], default);

        await waiting.WaitAsync(Patience);
        Assert.Single(await ReadTo(5, last, last + 1));
    }

    [Fact]
    public async Task Range_Untouched_IsBeforeEverything() => Assert.Equal(new LogRange(-1, -1), await Log.Range(15, default));

    [Fact]
    public async Task Range_AfterAppends_EndsWithTheLast()
    {
        var positions = await Log.Append([Record(10, "a"), Record(10, "b")], default);

        Assert.Equal(positions[1].Offset, (await Log.Range(10, default)).Last);
    }

    [Fact]
    public async Task Append_NothingOrNowhere_TakesNothing()
    {
        Assert.Empty(await Log.Append([], default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Log.Append([Record(16, "a")], default));
    }

    [Fact]
    public async Task Append_ManyProcessesAtOnce_ReadersSkipNothingAndKeepEachWritersOrder()
    {
        const int First = 11, Partitions = 4, Appends = 100;
        await using var other = await Other();
        ILog[] logs = [Log, other.Log];
        var starts = await Task.WhenAll(Enumerable.Range(First, Partitions).Select(async partition => (await Log.Range(partition, default)).Last));
        var writing = logs.SelectMany((log, process) => Enumerable.Range(0, 3).Select(lane => Task.Run(() => Write(log, $"{process}{lane}", First, Partitions, Appends))));
        var ends = (await Task.WhenAll(writing)).SelectMany(static positions => positions).ToLookup(static position => position.Partition, static position => position.Offset);

        for (var partition = First; partition < First + Partitions; partition++)
        {
            using var following = Log.Follow(partition, starts[partition - First], lend: true);
            var read = await ReadTo(partition, starts[partition - First], ends[partition].Max());
            Assert.Equal(ends[partition].Order(), read.Select(static record => record.Offset));
            foreach (var lane in read.GroupBy(static record => record.Key))
            {
                Assert.Equal(Enumerable.Range(0, Appends), lane.Select(static record => int.Parse(Text(record.Payload), CultureInfo.InvariantCulture)));
            }
        }
    }

    [Fact]
    public async Task Dispose_WithAppendsUnderWay_AppendsThem()
    {
        var other = await Other();
        var appending = Enumerable.Range(0, 50).Select(_ => other.Log.Append([Record(7, "a")], default).AsTask()).ToArray();

        await other.CloseLog();

        Assert.Equal(50, (await Task.WhenAll(appending)).SelectMany(static positions => positions).Distinct().Count());
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await other.Log.Append([Record(7, "a")], default));
        await other.DisposeAsync();
    }

    protected static LogAppend Record(int partition, string id, string payload = "{}") =>
        new(partition, RecordKind.Event, $"shop/u:{id}", Encoding.UTF8.GetBytes(payload));

    /// <summary>As a pump does it: read on, and wait where there is nothing.</summary>
    protected async Task<List<LogRecord>> ReadTo(int partition, long after, long last)
    {
        using var patience = new CancellationTokenSource(Patience);
        var records = new List<LogRecord>();
        while (after < last)
        {
            var more = await Log.Read(partition, after, 100, patience.Token);
            records.AddRange(more);
            if (more.Count == 0)
            {
                await Log.WaitForMore(partition, after, patience.Token);
            }

            after = records.Count > 0 ? records[^1].Offset : after;
        }

        return records;
    }

    private static async Task<List<LogPosition>> Write(ILog log, string lane, int first, int partitions, int appends)
    {
        var positions = new List<LogPosition>();
        for (var i = 0; i < appends; i++)
        {
            positions.AddRange(await log.Append(
                [.. Enumerable.Range(first, partitions).Select(partition => Record(partition, lane, i.ToString(CultureInfo.InvariantCulture)))], default));
        }

        return positions;
    }

    private static string Text(ReadOnlyMemory<byte> payload) => Encoding.UTF8.GetString(payload.Span);
}

/// <summary>A process that has the same log open.</summary>
/// <param name="Services">Its own.</param>
/// <param name="Log">The log.</param>
/// <param name="CloseLog">Ends the log in good order.</param>
public sealed record OtherProcess(IAsyncDisposable Services, ILog Log, Func<ValueTask> CloseLog) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Services.DisposeAsync();
}
