namespace Crm.Ingest.Pumps;

/// <summary>How far one partition is behind its log, as of the last time that it was looked at.</summary>
internal sealed class PartitionLag
{
    private const int MostSamples = 1_000; // a partition that stands still for longer is known by its first ones

    private readonly Queue<(long Last, long SeenAt)> _ends = new(); // where the log ended and when, beyond what is durable
    private long _newest = -1;

    /// <summary>Records that the log has and whose effects are not durable.</summary>
    public long Records { get; private set; }

    /// <summary>How long ago the log's end passed what is durable now: zero where nothing is left, and never more than since this process first looked.</summary>
    public TimeSpan Time { get; private set; }

    public void Look(long last, long durable, TimeProvider time)
    {
        var now = time.GetTimestamp();
        if (last > _newest && _ends.Count < MostSamples)
        {
            _ends.Enqueue((last, now));
            _newest = last;
        }

        while (_ends.TryPeek(out var end) && end.Last <= durable)
        {
            _ends.Dequeue();
        }

        Records = Math.Max(0, last - durable);
        Time = Records > 0 && _ends.TryPeek(out var oldest) ? time.GetElapsedTime(oldest.SeenAt, now) : TimeSpan.Zero;
    }
}
