using System.Globalization;
using System.Text;
using Crm.Ingest.Logs;
using Crm.Postgres.Logs;
using Crm.Postgres.Tests.Support;
using Crm.TestSupport.Databases;
using Crm.TestSupport.Logs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Crm.Postgres.Tests.Logs;

public class PostgresLogTests(ProcessFixture fixture) : LogContract, IClassFixture<ProcessFixture>
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly PostgresLog _log = fixture.Get<PostgresLog>();

    protected override ILog Log => _log;

    protected override async Task<OtherProcess> Other()
    {
        var process = await fixture.Database.Start();
        var log = process.GetRequiredService<PostgresLog>();
        return new(process, log, log.DisposeAsync);
    }

    [Fact]
    public async Task Read_FromTableAndTail_GiveTheSame()
    {
        var origin = new Origin(15, 7, CommitBuilder.Now);
        var positions = await _log.Append(
            [Record(3, "a"), Record(3, "b") with { Kind = RecordKind.Tick }, Record(3, "f") with { Origin = origin }, Record(3, "g") with { Origin = origin with { Number = 8 }, TraceParent = Trace }, Record(3, "ü")],
            default);
        await using var other = await fixture.Database.Start(); // its tail is empty
        var before = positions[0].Offset - 1;
        var (here, there) = (await _log.Read(3, before, 10, default), await other.GetRequiredService<ILog>().Read(3, before, 10, default));
        Assert.Equal(here.Select(Text), there.Select(Text));
        Assert.Equal([null, null, origin, origin with { Number = 8 }, null], there.Select(record => record.Origin));
        Assert.Equal([null, null, null, Trace, null], there.Select(record => record.TraceParent));
        Assert.Equal([null, null, null, Trace, null], here.Select(record => record.TraceParent));
    }

    [Fact]
    public async Task Read_LargeRecords_ComeInSeveralReads()
    {
        await using var other = await fixture.Database.Start();
        var positions = await _log.Append([.. Enumerable.Range(0, 9).Select(static _ => Record(9, "a", new string('x', 300_000)))], default);
        var log = other.GetRequiredService<ILog>();
        var reads = new List<int>();
        for (var after = positions[0].Offset - 1; await log.Read(9, after, 100, default) is { Count: > 0 } read; after = read[^1].Offset)
        {
            reads.Add(read.Count);
            Assert.Equal(after + 1, read[0].Offset);
        }

        Assert.Equal([4, 4, 1], reads);
    }

    [Fact]
    public async Task Append_ManyProcessesAtOnce_ReadersSkipNothingAndTimeNeverFalls()
    {
        const int Partitions = 16, Writers = 3, Appends = 150;
        await using var database = await TestDatabase.Create();
        var processes = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => database.Start()));
        var reading = Enumerable.Range(0, Partitions).Select(partition => Task.Run(() => ReadAll(processes[partition % Writers], partition, Writers * Appends * 4))).ToArray();
        var writing = processes.SelectMany((process, writer) => Enumerable.Range(0, 4).Select(lane => Task.Run(() => Write(process, writer, lane, Appends, Partitions))));
        await Task.WhenAll(writing);
        var read = await Task.WhenAll(reading).WaitAsync(TimeSpan.FromSeconds(60));
        foreach (var records in read)
        {
            Assert.Equal(Enumerable.Range(0, records.Count).Select(offset => (long)offset), records.Select(record => record.Offset));
            Assert.True(records.Zip(records.Skip(1)).All(pair => pair.First.AppendedAt <= pair.Second.AppendedAt));
            foreach (var lane in records.GroupBy(record => record.Key))
            {
                Assert.Equal(Enumerable.Range(0, Appends), lane.Select(record => int.Parse(Encoding.UTF8.GetString(record.Payload.Span), CultureInfo.InvariantCulture)));
            }
        }

        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }
    }

    [Fact]
    public async Task Release_SomeRecords_KeepsTheOthers()
    {
        await _log.Append([.. Enumerable.Range(0, 20).Select(i => Record(6, $"{i}"))], default);
        await _log.Release(6, 12, default);
        await _log.DeleteReleased(default);
        Assert.Equal(new LogRange(12, 19), await _log.Range(6, default));
        Assert.Equal(13, await fixture.Database.Scalar<long>("select min(log_offset) from crm.log where partition = 6"));
        await _log.Release(6, 10, default);
        await _log.DeleteReleased(default);
        Assert.Equal(new LogRange(12, 19), await _log.Range(6, default));
        await _log.Release(6, 500, default);
        await _log.DeleteReleased(default);
        Assert.Equal(new LogRange(19, 19), await _log.Range(6, default));
    }

    [Fact]
    public async Task Append_SessionEnded_IsUnavailableThenWorksAgain()
    {
        await using var database = await TestDatabase.Create();
        await using var process = await database.Start();
        var log = process.GetRequiredService<ILog>();
        await using var holder = await HeldLock.Take(database, "select 1 from crm.log_heads where partition = 0 for update");
        var appending = log.Append([Record(0, "a")], default).AsTask();
        await holder.EndWaiter();
        await Assert.ThrowsAsync<LogUnavailableException>(() => appending);
        await holder.Release();
        Assert.Equal(0, (await log.Append([Record(0, "a")], default))[0].Offset);
    }

    [Fact]
    public async Task Append_KeyThatCannotBeStored_FailsItsCallerOnly() =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await _log.Append([Record(0, "a\0")], default));

    [Fact]
    public async Task Open_OtherNumberOfPartitions_SaysWhatToSet()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            fixture.Database.Start(new Dictionary<string, string?> { ["PostgresLog:Partitions"] = "8" }));
        Assert.Contains("set it to 16", error.Message, StringComparison.Ordinal);
    }

    private static async Task Write(ServiceProvider process, int writer, int lane, int appends, int partitions)
    {
        var log = process.GetRequiredService<ILog>();
        for (var i = 0; i < appends; i++)
        {
            var payload = Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture));
            await log.Append([.. Enumerable.Range(0, partitions).Select(partition => new LogAppend(partition, RecordKind.Event, $"{writer}/{lane}", payload))], default);
        }
    }

    private static async Task<List<LogRecord>> ReadAll(ServiceProvider process, int partition, int count)
    {
        var log = process.GetRequiredService<ILog>();
        var records = new List<LogRecord>();
        while (records.Count < count)
        {
            var more = await log.Read(partition, records.Count - 1, 100, default);
            records.AddRange(more);
            if (more.Count == 0)
            {
                await log.WaitForMore(partition, records.Count - 1, default);
            }
        }

        return records;
    }

    private static string Text(LogRecord record) =>
        $"{record.Offset} {record.AppendedAt} {record.Kind} {record.Key} {Encoding.UTF8.GetString(record.Payload.Span)} {record.Origin}";
}
