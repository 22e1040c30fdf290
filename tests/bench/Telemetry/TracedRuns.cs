namespace Crm.Bench.Telemetry;

/// <summary>All runs of one kind.</summary>
internal sealed class TracedRuns
{
    private double _bytes;
    private TimeSpan _processor;

    public long Events { get; private set; }

    public double Seconds { get; private set; }

    public double EventsPerSecond => Events / Seconds;

    public double BytesPerEvent => _bytes / Events;

    /// <summary>Of this process, which the database is not part of.</summary>
    public double ProcessorMicrosecondsPerEvent => _processor.TotalMicroseconds / Events;

    public void Add((long Events, double Seconds, double BytesPerEvent) run, TimeSpan processor)
    {
        Events += run.Events;
        Seconds += run.Seconds;
        _bytes += run.BytesPerEvent * run.Events;
        _processor += processor;
    }

    public BenchPeer Against(TracedRuns other) => new(Math.Round(EventsPerSecond), Math.Round(EventsPerSecond / other.EventsPerSecond, 3))
    {
        AllocatedBytesPerEvent = Math.Round(BytesPerEvent),
        ProcessorMicrosecondsPerEvent = Math.Round(ProcessorMicrosecondsPerEvent, 1),
    };

    public override string ToString() => $"{EventsPerSecond:N0} events/s, {BytesPerEvent:N0} bytes and {ProcessorMicrosecondsPerEvent:N1} µs an event so far";
}
