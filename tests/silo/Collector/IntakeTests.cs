using System.Collections.Immutable;
using Crm.Core.Time;
using Crm.Ingest.Logs;
using Crm.Silo.Collector;
using Crm.Silo.Configuration;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Tests.Collector;

public class IntakeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // one that is let through waits for the log

    [Fact]
    public async Task Append_BeyondTheStoresShare_AsksToComeBackAndLetsOthersThrough()
    {
        var log = new SlowLog();
        using var intake = new Intake(log, Options.Create(new SiloOptions { MaxAppends = 3, MaxAppendsPerStore = 2 }));
        var first = intake.Append("a", [], default).AsTask();
        var second = intake.Append("a", [], default).AsTask();

        var (_, tooMany) = await intake.Append("a", [], default).AsTask().WaitAsync(Patience);
        var other = intake.Append("b", [], default).AsTask();
        var (_, full) = await intake.Append("c", [], default).AsTask().WaitAsync(Patience);

        Assert.Equal((429, 1), (tooMany!.Status, tooMany.RetryAfter));
        Assert.Equal(429, full!.Status);
        log.Answer.SetResult([]);
        Assert.All(await Task.WhenAll(first, second, other), static appended => Assert.Null(appended.Problem));
        Assert.Null((await intake.Append("a", [], default)).Problem);
    }

    [Fact]
    public async Task Append_MoreBytesThanTheStoresShare_AsksToComeBackAndLetsOthersThrough()
    {
        var log = new SlowLog();
        using var intake = new Intake(log, Options.Create(new SiloOptions { MaxAppendMegabytes = 16 }));
        LogAppend[] large = [new(0, RecordKind.Event, "a/u:1", new byte[7 << 20])];
        var first = intake.Append("a", large, default).AsTask();

        var (_, tooMuch) = await intake.Append("a", large, default).AsTask().WaitAsync(Patience);
        var other = intake.Append("b", large, default).AsTask();
        var (_, full) = await intake.Append("c", large, default).AsTask().WaitAsync(Patience);

        Assert.Equal((429, 1), (tooMuch!.Status, tooMuch.RetryAfter));
        Assert.Equal(429, full!.Status);
        log.Answer.SetResult([]);
        Assert.All(await Task.WhenAll(first, other), static appended => Assert.Null(appended.Problem));
        Assert.Null((await intake.Append("a", large, default)).Problem);
    }

    private sealed class SlowLog : ILog
    {
        public TaskCompletionSource<ImmutableArray<LogPosition>> Answer { get; } = new();

        public int Partitions => 1;

        public string Generation => "";

        public ValueTask<ImmutableArray<LogPosition>> Append(IReadOnlyList<LogAppend> records, CancellationToken cancellationToken) => new(Answer.Task);

        public ValueTask<IReadOnlyList<LogRecord>> Read(int partition, long after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask WaitForMore(int partition, long after, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<LogRange> Range(int partition, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<Instant?> AppendedAfter(int partition, long after, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask Release(int partition, long through, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
