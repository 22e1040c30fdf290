using System.Collections.Concurrent;

namespace Crm.Client.Tests.Support;

/// <summary>Time that passes only by being waited for: a wait that the test lets pass is over at once, any other never is.</summary>
internal sealed class TestTime : TimeProvider
{
    private long _ticks = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks;

    /// <summary>Default: waits shorter than a minute; time-outs that shall not come about are set longer.</summary>
    public Func<TimeSpan, bool> Passes { get; set; } = static wait => wait < TimeSpan.FromMinutes(1);

    /// <summary>The waits that passed.</summary>
    public ConcurrentQueue<TimeSpan> Passed { get; } = new();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(TestTime time, Action callback) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime >= TimeSpan.Zero && time.Passes(dueTime))
            {
                Interlocked.Add(ref time._ticks, dueTime.Ticks);
                time.Passed.Enqueue(dueTime);
                callback();
            }

            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
