using Crm.Core.Rfm;
using Crm.Core.Time;

namespace Crm.Core.Tests.Rfm;

public class RfmScorerTests
{
    private const long Day = 86_400_000;

    private static readonly Instant Last = Instant.From(new(2024, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private readonly RfmScorer _scorer = new(RfmSettings.Default);

    // A value on a cut: R the worse.
    [Theory]
    [InlineData(0, 5, 30 * Day)]
    [InlineData(-Day, 5, 30 * Day)]
    [InlineData((30 * Day) - 1, 5, 30 * Day)]
    [InlineData(30 * Day, 4, 90 * Day)]
    [InlineData((90 * Day) - 1, 4, 90 * Day)]
    [InlineData(90 * Day, 3, 180 * Day)]
    [InlineData(180 * Day, 2, 365 * Day)]
    [InlineData(365 * Day, 1, null)]
    [InlineData(3650 * Day, 1, null)]
    public void Score_ByAge_GivesRecencyAndItsNextChange(long age, byte expected, long? next)
    {
        var scores = _scorer.Score(Last, 1, 0, Last.PlusMilliseconds(age), out var change);

        Assert.Equal(expected, scores.R);
        Assert.Equal(next is { } after ? Last.PlusMilliseconds(after) : Instant.Never, change);
    }

    // A value on a cut: F and M the higher.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    [InlineData(5, 4)]
    [InlineData(8, 5)]
    [InlineData(800, 5)]
    public void Score_ByOrders_GivesFrequency(int orders, byte expected) => Assert.Equal(expected, _scorer.Score(Last, orders, 0, Last, out _).F);

    [Theory]
    [InlineData("-5", 1)]
    [InlineData("99.99", 1)]
    [InlineData("100", 2)]
    [InlineData("249.99", 2)]
    [InlineData("250.00", 3)]
    [InlineData("500", 4)]
    [InlineData("1000", 5)]
    public void Score_ByAmount_GivesMonetary(string amount, byte expected) =>
        Assert.Equal(expected, _scorer.Score(Last, 1, decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), Last, out _).M);

    [Fact]
    public void Score_WithoutOrders_IsNone()
    {
        Assert.True(_scorer.Score(null, 0, 0, Last, out var change).IsNone);
        Assert.Equal(Instant.Never, change);
    }

    [Fact]
    public void Score_AtAnyTime_HoldsUntilTheNextChangeAndNoLonger()
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var now = Last.PlusMilliseconds(random.NextInt64(0, 400 * Day));
            var scores = _scorer.Score(Last, 3, 50, now, out var change);
            Assert.Equal(Brute(now), scores.R);
            if (change != Instant.Never)
            {
                Assert.Equal(scores.R, Brute(change.PlusMilliseconds(-1)));
                Assert.Equal(scores.R - 1, Brute(change));
            }
        }
    }

    private static int Brute(Instant now) =>
        ((now - Last) / Day) switch { < 30 => 5, < 90 => 4, < 180 => 3, < 365 => 2, _ => 1 };
}
