using System.Collections.Concurrent;
using System.Diagnostics;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Ingest.Commits;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Crm.Ingest.Telemetry;
using Crm.Ingest.Tests.Memory;
using Crm.Ingest.Tests.Pumps;

namespace Crm.Ingest.Tests.Telemetry;

/// <summary>What spans a pump makes of records that carry a context, and that it makes none of others.</summary>
public sealed class PumpTraceTests : IDisposable
{
    private const int Partitions = 4;
    private static readonly int Home = HomePartition.Of("shop/u:1", Partitions);
    private static readonly int Elsewhere = (Home + 1) % Partitions;

    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;
    private readonly string _trace = ActivityTraceId.CreateRandom().ToHexString();
    private int _asked; // whether to record a span

    public PumpTraceTests()
    {
        _listener = new()
        {
            ShouldListenTo = static source => source.Name == Traces.SourceName,
            Sample = (ref options) =>
            {
                Interlocked.Increment(ref _asked);
                return ActivitySamplingResult.AllDataAndRecorded;
            },
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Run_RecordElsewhere_IsOneTraceThroughBothPartitions()
    {
        var harness = New();
        await Append(harness, Elsewhere, Event("1"), Context());
        await harness.Run();

        var (read, counted) = (Span("crm.apply", Elsewhere), Span("crm.apply", Home));
        Assert.Equal(("b7ad6b7169203331", read.Id), (read.ParentSpanId.ToHexString(), counted.ParentId));
        Assert.Equal(("forwarded", "applied"), (read.GetTagItem("crm.outcome"), counted.GetTagItem("crm.outcome")));
        Assert.Equal((read.Id, counted.Id), (Span("crm.commit", Elsewhere).ParentId, Span("crm.commit", Home).ParentId));
        Assert.Equal(counted.Id, Assert.Single(_spans, static span => span.OperationName == "crm.customer.apply").ParentId);
        Assert.All(_spans, span => Assert.Equal(_trace, span.TraceId.ToHexString()));
        Assert.Equal(5, _spans.Count);
    }

    [Fact]
    public async Task Run_AfterACrash_ReplaysInSilence()
    {
        var harness = New(new PumpOptions { EarlySnapshotsPerSecond = 0 });
        var crash = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        PartitionCommit? last = null;
        harness.Database.Faults = commit =>
        {
            last ??= commit;
            return crash.TrySetResult() ? Fault.AnswerLost : Fault.Lost; // the first one is durable, and nothing after it
        };
        await Append(harness, Home, Event("1"), Context());
        await harness.Run(crash.Task);
        Assert.Equal((0, -1), (last!.Durable.Offset, last.Replay.Offset));

        harness.Database.Faults = static _ => Fault.None;
        await Append(harness, Home, Event("2"), null);
        await harness.Run();

        Assert.Equal(2, harness.Database.Archive.Count);
        Assert.Single(_spans, static span => span.OperationName == "crm.apply");
        Assert.Single(_spans, static span => span.OperationName == "crm.customer.apply");
    }

    [Fact]
    public async Task Run_WhatDoesNotCount_SaysSo()
    {
        var harness = New();
        await Append(harness, Home, Event("1"), Context());
        await Append(harness, Home, Event("1"), Context());
        await Append(harness, Home, "{broken", Context());
        await harness.Run();

        var applied = _spans.Where(static span => span.OperationName == "crm.apply").OrderBy(static span => (long)span.GetTagItem("crm.offset")!).ToArray();
        Assert.Equal(["applied", "uncounted", "dead_letter"], applied.Select(static span => span.GetTagItem("crm.outcome")));
        Assert.Equal([ActivityStatusCode.Unset, ActivityStatusCode.Unset, ActivityStatusCode.Error], applied.Select(static span => span.Status));
    }

    [Fact]
    public async Task Run_RecordsOfNoRecordedTrace_AreNotEvenAskedFor()
    {
        string?[] contexts = [null, "", "nonsense", $"00-{_trace}-b7ad6b7169203331-00", $"00-{new string('0', 32)}-b7ad6b7169203331-01", new string('x', 100_000)];
        var harness = New();
        for (var i = 0; i < 600; i++)
        {
            await Append(harness, i % Partitions, Event($"{i}"), contexts[i % contexts.Length]);
        }

        await harness.Run();

        Assert.Equal(600, harness.Database.Archive.Count);
        Assert.Equal(0, _asked);
        Assert.All(Enumerable.Range(0, Partitions).SelectMany(harness.Log.All).Where(static record => record.Origin is not null), static record => Assert.Null(record.TraceParent));
    }

    [Fact]
    public void Current_OfNoRecordedTrace_AllocatesNothing()
    {
        using var unrecorded = new Activity("request");
        unrecorded.ActivityTraceFlags = ActivityTraceFlags.None;
        unrecorded.Start();
        Ask(1_000); // compiled

        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = Ask(10_000);

        Assert.Equal((0, 0), (found, GC.GetAllocatedBytesForCurrentThread() - before));

        static int Ask(int times)
        {
            var found = 0;
            for (var i = 0; i < times; i++)
            {
                found += Traces.Current is null ? 0 : 1;
                found += Traces.Continue(null, "crm.action", ActivityKind.Client) is null ? 0 : 1;
            }

            return found;
        }
    }

    private static Harness New(PumpOptions? options = null) => new(StoreClock.Log, Partitions, options ?? new PumpOptions());

    private static string Event(string message) => $$"""
        {"type":"track","event":"Product Viewed","userId":"1","timestamp":"2017-01-01T00:00:00Z","messageId":"{{message}}"}
        """;

    private static async Task Append(Harness harness, int partition, string json, string? context) =>
        await harness.Log.Append([new LogAppend(partition, RecordKind.Event, "shop/u:1", Harness.Json(json), null, context)], default);

    private string Context() => $"00-{_trace}-b7ad6b7169203331-01";

    private Activity Span(string name, int partition) =>
        Assert.Single(_spans, span => span.OperationName == name && (int)span.GetTagItem("crm.partition")! == partition);
}
