using Crm.Core.Rfm;

namespace Crm.Core.Tests.Rfm;

public class QuantileTests
{
    // By hand, and as R's quantile(x, p, type = 7) gives them.
    [Theory]
    [InlineData(new[] { 7.0 }, 1, 2, 7.0)]
    [InlineData(new[] { 1.0, 2.0 }, 1, 4, 1.25)]
    [InlineData(new[] { 1.0, 2.0, 3.0, 4.0 }, 1, 4, 1.75)]
    [InlineData(new[] { 1.0, 2.0, 3.0, 4.0 }, 1, 2, 2.5)]
    [InlineData(new[] { 1.0, 2.0, 3.0, 4.0, 5.0 }, 3, 4, 4.0)]
    [InlineData(new[] { 10.0, 20.0, 20.0, 50.0 }, 9, 10, 41.0)]
    [InlineData(new[] { -5.0, 5.0 }, 1, 10, -4.0)]
    [InlineData(new[] { 1.0, 9.0 }, 1, 1, 9.0)]
    public void Between_ByHand_IsTypeSeven(double[] values, long numerator, long denominator, double expected) =>
        Assert.Equal((decimal)expected, Of(new(numerator, denominator), [.. values.Select(static value => (decimal)value)]));

    [Fact]
    public void Between_AnyValues_LiesOnTheLineOfThePlaces()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var values = Enumerable.Range(0, random.Next(1, 60)).Select(_ => Math.Round((decimal)(random.NextDouble() * 100), 2)).Order().ToArray();
            foreach (var quantile in Quantile.Cutting(random.Next(3, 6)))
            {
                // The definition itself, in floating point: h = (n − 1)p.
                var h = (values.Length - 1) * ((double)quantile.Numerator / quantile.Denominator);
                var (low, high) = (values[(int)Math.Floor(h + 1e-9)], values[(int)Math.Min(values.Length - 1, Math.Floor(h + 1e-9) + 1)]);
                var expected = (double)low + ((h - Math.Floor(h + 1e-9)) * (double)(high - low));

                Assert.Equal(expected, (double)Of(quantile, values), 6);
            }
        }
    }

    private static decimal Of(Quantile quantile, decimal[] values)
    {
        var place = (int)quantile.PlaceIn(values.Length);
        return quantile.Between(values.Length, values[place], values[Math.Min(place + 1, values.Length - 1)]);
    }
}
