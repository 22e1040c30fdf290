using System.Globalization;

namespace Crm.Cli.Tests;

/// <summary>Time that passes only by being waited for, and then at once.</summary>
internal sealed class FakeTime(string now = "1970-01-01T00:00:00Z") : TimeProvider
{
    private long _ticks;

    /// <summary>Longer waits are time-outs of requests, which never fall due here.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(45);

    public TimeSpan Waited => new(_ticks);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.Parse(now, CultureInfo.InvariantCulture).AddTicks(_ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero && dueTime < Longest)
        {
            _ticks += dueTime.Ticks;
            callback(state);
        }
        return new Nothing();
    }

    private sealed class Nothing : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
