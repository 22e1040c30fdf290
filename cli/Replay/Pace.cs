namespace Crm.Cli.Replay;

/// <summary>Says when an event is due if history passes <paramref name="speed"/> times as fast as it did.</summary>
internal sealed class Pace(double? speed, TimeProvider time)
{
    private (DateTimeOffset At, long Stamp)? _start;

    /// <summary>How long to wait for it; zero at once, and always without a speed.</summary>
    public TimeSpan Until(DateTimeOffset at)
    {
        if (speed is not { } factor || at == DateTimeOffset.MinValue)
            return TimeSpan.Zero;
        var (first, stamp) = _start ??= (at, time.GetTimestamp());
        var wait = ((at - first) / factor) - time.GetElapsedTime(stamp);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
