using Crm.Ingest.Pumps;

namespace Crm.Ingest.Tests.Pumps;

public class PartitionLagTests
{
    private readonly StoppedClock _time = new();
    private readonly PartitionLag _lag = new();

    [Fact]
    public void Look_NothingLeft_IsZero()
    {
        Look(after: 0, last: 41, durable: 41);

        Assert.Equal((0, 0), (_lag.Records, _lag.Time.TotalSeconds));
    }

    [Fact]
    public void Look_LogGrowsPastWhatIsDurable_CountsSinceThen()
    {
        Look(after: 0, last: 41, durable: 41);
        Look(after: 100, last: 50, durable: 41); // an idle hour before it is no lag
        Assert.Equal((9, 0), (_lag.Records, _lag.Time.TotalSeconds));

        Look(after: 5, last: 60, durable: 41);
        Assert.Equal((19, 5), (_lag.Records, _lag.Time.TotalSeconds));

        Look(after: 5, last: 60, durable: 50); // what was there first is durable: the rest came 5 seconds ago
        Assert.Equal((10, 5), (_lag.Records, _lag.Time.TotalSeconds));

        Look(after: 5, last: 60, durable: 60);
        Assert.Equal((0, 0), (_lag.Records, _lag.Time.TotalSeconds));
    }

    [Fact]
    public void Look_StandsStillForHours_StaysBoundedAndTrue()
    {
        for (var second = 0; second <= 10_000; second++)
        {
            Look(after: second == 0 ? 0 : 1, last: second, durable: -1);
        }

        Assert.Equal((10_001, 10_000), (_lag.Records, _lag.Time.TotalSeconds));
    }

    private void Look(int after, long last, long durable)
    {
        _time.Now += TimeSpan.FromSeconds(after);
        _lag.Look(last, durable, _time);
    }

    private sealed class StoppedClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
