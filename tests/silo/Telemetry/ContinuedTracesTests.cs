using System.Diagnostics;
using Crm.Silo.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Crm.Silo.Tests.Telemetry;

public class ContinuedTracesTests
{
    private readonly SettableClock _time = new();

    [Fact]
    public void Request_OfARecordedTraceBeyondTheLimit_IsNotRecorded()
    {
        using var source = new ActivitySource("Crm.Test.Continued");
        using var provider = Sdk.CreateTracerProviderBuilder().AddSource(source.Name)
            .SetSampler(new ParentBasedSampler(new AlwaysOffSampler(), remoteParentSampled: new ContinuedTraces(2, _time))).Build();

        Assert.Equal([true, true, false, false], Enumerable.Range(0, 4).Select(_ => IsRecorded(ActivityKind.Server)));
        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(IsRecorded(ActivityKind.Consumer))); // what the log carries was let through before
        _time.Now += TimeSpan.FromSeconds(0.5);
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => IsRecorded(ActivityKind.Server)));
        _time.Now += TimeSpan.FromHours(1);
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => IsRecorded(ActivityKind.Server)));

        bool IsRecorded(ActivityKind kind)
        {
            var parent = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, null, isRemote: true);
            using var span = source.StartActivity("request", kind, parent);
            return span is { Recorded: true, IsAllDataRequested: true };
        }
    }

    private sealed class SettableClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
