namespace Crm.Silo.Telemetry;

/// <summary>One combination of an instrument's tags.</summary>
/// <param name="labels">As they are written between braces; empty without tags.</param>
/// <param name="bounds">Upper bounds of a histogram's buckets; empty for another kind.</param>
internal sealed class MetricSeries(string labels, double[] bounds)
{
    private readonly Lock _lock = new();
    private readonly long[] _buckets = bounds.Length == 0 ? [] : new long[bounds.Length + 1];
    private double _value;
    private long _count;

    public string Labels { get; } = labels;

    public void Add(double value)
    {
        lock (_lock)
        {
            _value += value;
        }
    }

    public void Set(double value)
    {
        lock (_lock)
        {
            _value = value;
        }
    }

    public void Observe(double value)
    {
        var place = Array.BinarySearch(bounds, value);
        lock (_lock)
        {
            _buckets[place < 0 ? ~place : place]++;
            _value += value;
            _count++;
        }
    }

    /// <returns>The value, or the sum of a histogram; with the number of observations in all, and in each bucket.</returns>
    public (double Value, long Count, long[] Buckets) Read()
    {
        lock (_lock)
        {
            return (_value, _count, [.. _buckets]);
        }
    }
}
