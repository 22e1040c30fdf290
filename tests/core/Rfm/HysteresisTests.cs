using Crm.Core.Rfm;
using Crm.Core.Time;

namespace Crm.Core.Tests.Rfm;

public class HysteresisTests
{
    private const long Day = 86_400_000;

    private static readonly Instant Last = Instant.From(new(2024, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private static RfmScorer By(int days, int orders, decimal amount, decimal hysteresis = 0.1m) => new(
        new(1, [days, 1000, 2000, 3000], [orders, 1000, 2000, 3000], [amount, 100_000, 200_000, 300_000]) { Plan = new() { Version = 1, Hysteresis = hysteresis } });

    // A cut of 100 and a tenth: up from 110 on, down below 90.
    [Theory]
    [InlineData(1, "109.99", 1)]
    [InlineData(1, "110", 2)]
    [InlineData(2, "90", 2)]
    [InlineData(2, "89.99", 1)]
    [InlineData(2, "100", 2)]
    [InlineData(1, "100", 1)]
    public void Keep_NewCuts_MovesAnAmountBeyondTheMarginOnly(byte score, string amount, byte expected) =>
        Assert.Equal(expected, By(30, 2, 100).Keep(new(5, 1, score), Last, 1, decimal.Parse(amount, null), Last, newCuts: true, out _).M);

    [Theory]
    [InlineData(1, 10, 1)]
    [InlineData(1, 11, 2)]
    [InlineData(2, 9, 2)]
    [InlineData(2, 8, 1)]
    public void Keep_NewCuts_MovesOrdersBeyondTheMarginOnly(byte score, int orders, byte expected) =>
        Assert.Equal(expected, By(30, 10, 100).Keep(new(5, score, 1), Last, orders, 0, Last, newCuts: true, out _).F);

    // A cut of 30 days and a tenth: held from 30 to 33 days; back up below 27.
    [Theory]
    [InlineData(5, 31, 5, 33)]
    [InlineData(5, 33, 4, 1000)]
    [InlineData(5, 20, 5, 30)]
    [InlineData(4, 28, 4, 1000)]
    [InlineData(4, 27, 4, 1000)]
    [InlineData(4, 26, 5, 30)]
    public void Keep_NewCuts_HoldsAnAgeWithinTheMargin(byte score, int days, byte expected, int next)
    {
        var scores = By(30, 2, 100).Keep(new(score, 1, 1), Last, 1, 0, Last.PlusMilliseconds(days * Day), newCuts: true, out var change);

        Assert.Equal((expected, Last.PlusMilliseconds(next * Day)), (scores.R, change));
    }

    [Fact]
    public void Keep_OldCuts_TimeTakesRecencyDownOnTheCutItself()
    {
        var scorer = By(30, 2, 100);

        Assert.Equal(5, scorer.Keep(new(5, 1, 1), Last, 1, 0, Last.PlusMilliseconds((30 * Day) - 1), newCuts: false, out var change).R);
        Assert.Equal(4, scorer.Keep(new(5, 1, 1), Last, 1, 0, change, newCuts: false, out _).R);
    }

    // What one refresh holds, the next holds too, and so does every look between them.
    [Fact]
    public void Keep_CutsThatSwingAroundACustomer_NeverFlaps()
    {
        var now = Last.PlusMilliseconds(31 * Day);
        var scores = By(30, 10, 100).Score(Last, 10, 100, now, out _);
        foreach (var cut in (int[])[31, 29, 32, 30, 33, 29])
        {
            var scorer = By(cut, cut < 31 ? 9 : 11, cut + 70);
            var after = scorer.Keep(scores, Last, 10, 100, now, newCuts: true, out _);

            Assert.Equal(after, scorer.Keep(after, Last, 10, 100, now.PlusMilliseconds(1), newCuts: false, out _));
            Assert.Equal(scores, after);
        }
    }

    [Fact]
    public void Keep_NoHysteresis_IsWhatTheCutsAloneSay()
    {
        var random = new Random(3);
        for (var i = 0; i < 5_000; i++)
        {
            var scorer = new RfmScorer(new(1, Cuts(random), Cuts(random), [.. Cuts(random).Select(static cut => (decimal)cut - 20)]));
            var scores = new RfmScores((byte)random.Next(1, 6), (byte)random.Next(1, 6), (byte)random.Next(1, 6));
            var (orders, amount, now) = (random.Next(1, 60), random.Next(-30, 60), Last.PlusMilliseconds(random.NextInt64(60 * Day)));

            Assert.Equal(
                (scorer.Score(Last, orders, amount, now, out var plain), plain),
                (scorer.Keep(scores, Last, orders, amount, now, newCuts: true, out var kept), kept));
        }
    }

    private static System.Collections.Immutable.ImmutableArray<int> Cuts(Random random) => [.. Enumerable.Range(0, 4).Select(_ => random.Next(1, 50)).Order()];
}
