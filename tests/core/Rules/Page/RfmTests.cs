using Crm.Core.Customers;
using Crm.Core.Rfm;
using Crm.Core.Rules.Text;
using Crm.Core.Time;

namespace Crm.Core.Tests.Rules.Page;

/// <summary>A test by the name of each statement of the page on RFM; how cuts are found and refreshed is in the tests of RFM, over HTTP and against the database.</summary>
public sealed class RfmTests
{
    private static readonly Instant Now = Shop.At("2017-06-14T12:00:00Z");

    private readonly RfmScorer _default = new(RfmSettings.Default);

    [Fact]
    public void Scores_OverCustomersWithAtLeastOneOrder()
    {
        var shop = new Shop().Did("Visit");
        Assert.False(shop.Holds("rfm is known or rfm.r is known"));
        Assert.True(shop.Did("Order Completed", new { order_id = "1", total = 1 }).Holds("rfm = \"New Customers\" and rfm.r = 5 and rfm.f = 1 and rfm.m = 1"));
    }

    [Theory]
    [InlineData(29, 5)]
    [InlineData(30, 4)]
    [InlineData(90, 3)]
    [InlineData(180, 2)]
    [InlineData(364, 2)]
    [InlineData(365, 1)]
    public void R_ByDefaultIn30_90_180_365Days_OnACutBelongsToTheWorse(int days, byte score) =>
        Assert.Equal(score, _default.Score(Now.PlusMilliseconds(-days * 86_400_000L), 1, 0, Now, out _).R);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    [InlineData(5, 4)]
    [InlineData(8, 5)]
    public void F_ByDefault2_3_5_8Orders_OnACutBelongsToTheHigher(int orders, byte score) => Assert.Equal(score, _default.Score(Now, orders, 0, Now, out _).F);

    [Theory]
    [InlineData("99.99", 1)]
    [InlineData("100", 2)]
    [InlineData("250", 3)]
    [InlineData("500", 4)]
    [InlineData("1000.00", 5)]
    public void M_ByDefault100_250_500_1000_OnACutBelongsToTheHigher(string amount, byte score) =>
        Assert.Equal(score, _default.Score(Now, 1, decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), Now, out _).M);

    [Fact]
    public void Monetary_IsTotalsLessRefunds()
    {
        var shop = new Shop().Did("Order Completed", new { order_id = "1", total = 300 }).Did("Order Refunded", new { order_id = "1", total = 100 });
        Assert.True(shop.Holds("rfm.m = 2"));
    }

    [Fact]
    public void R_MovesByTimeAndFlipsByWakeUp()
    {
        var shop = new Shop().Rule("rfm.r = 4").Did("Order Completed", new { order_id = "1", total = 1 }).AfterDays(100);
        Assert.Equal([("2017-07-14T12:00:00.000Z", true), ("2017-09-12T12:00:00.000Z", false)], shop.Changes);
    }

    [Fact]
    public void Refresh_IsANewVersion_AndAGroupChangeNamesIt()
    {
        var shop = new Shop().Did("Order Completed", new { order_id = "1", total = 1 });
        shop.Store.Score(RfmSettings.Default with { Version = 7, FrequencyOrders = [1, 2, 3, 4] });
        var moved = shop.Store.Effects.Last(static effect => effect.Effect.Kind == EffectKind.RfmMoved).Effect;
        Assert.Equal((7, Cause.Definition, (byte)2), (moved.Version, moved.Cause, moved.To.F));
        Assert.Equal(7, shop.Store.Customer(Shop.Ann)!.Rfm!.Version);
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4 }, 1, 2, 2.5)]
    [InlineData(new double[] { 10, 20, 40 }, 1, 4, 15)]
    [InlineData(new double[] { 1, 2, 3, 4, 5 }, 4, 5, 4.2)]
    public void Cuts_AreQuantilesOfTypeSeven(double[] values, long numerator, long denominator, double expected)
    {
        var quantile = new Quantile(numerator, denominator);
        var place = (int)quantile.PlaceIn(values.Length);
        Assert.Equal((decimal)expected, quantile.Between(values.Length, (decimal)values[place], (decimal)values[Math.Min(place + 1, values.Length - 1)]));
    }

    [Fact]
    public void Hysteresis_KeepsACustomerAtACutFromFlapping()
    {
        var settings = RfmSettings.Default with { Plan = RfmPlan.Default with { Hysteresis = 0.1m } };
        var scores = _default.Score(Now, 1, 100, Now, out _);
        foreach (var cut in new[] { 101m, 99m, 104m, 100m })
        {
            var scorer = new RfmScorer(settings with { MonetaryAmounts = [cut, 250, 500, 1000] });
            Assert.Equal(scores, scores = scorer.Keep(scores, Now, 1, 100, Now, newCuts: true, out _));
        }

        Assert.Equal(1, new RfmScorer(settings with { MonetaryAmounts = [112, 250, 500, 1000] }).Keep(scores, Now, 1, 100, Now, newCuts: true, out _).M);
    }

    [Fact]
    public void Groups_AreAnOrderedTable_TheFirstMatchWins_TheRestAreOthers()
    {
        var any = new ScoreRange(1, 5);
        var groups = new RfmGroups(5, [new("Best", new(4, 5), new(4, 5), any, any), new("Recent", new(4, 5), any, any, any)]);
        Assert.Equal(("Best", "Recent", "Others"), (groups.NameOf(new(5, 4, 1)), groups.NameOf(new(5, 3, 5)), groups.NameOf(new(3, 5, 5))));
    }

    [Theory]
    [InlineData(5, "New Customers|Potential Loyalists|Potential Loyalists|Champions|Champions")]
    [InlineData(4, "Promising|Potential Loyalists|Potential Loyalists|Loyal Customers|Champions")]
    [InlineData(3, "Promising|Need Attention|Need Attention|Loyal Customers|Loyal Customers")]
    [InlineData(2, "Hibernating|Hibernating|At Risk|At Risk|Can't Lose Them")]
    [InlineData(1, "Lost|Lost|At Risk|Can't Lose Them|Can't Lose Them")]
    public void DefaultTable_ByRAndTheMeanOfFAndMRoundedHalfUp(byte r, string names)
    {
        var groups = RfmPlan.Default.Groups;
        for (byte f = 1; f <= 5; f++)
        {
            for (byte m = 1; m <= 5; m++)
            {
                Assert.Equal(names.Split('|')[(int)Math.Floor((f + m) / 2.0 + 0.5) - 1], groups.NameOf(new(r, f, m)));
            }
        }

        Assert.DoesNotContain(RfmGroups.Others, groups.All);
    }

    [Theory]
    [InlineData(7, 4)]
    [InlineData(8, 3)]
    [InlineData(14, 3)]
    [InlineData(15, 2)]
    [InlineData(30, 2)]
    [InlineData(31, 1)]
    public void ReadyMade_StepsOfZeroToSeven_ToFourteen_ToThirty_AndMore(int days, byte score)
    {
        var scorer = new RfmScorer(RfmSettings.Default with { RecencyDays = [8, 15, 31], FrequencyOrders = [2, 3, 5], MonetaryAmounts = [100, 250, 500] });
        Assert.Equal(score, scorer.Score(Now.PlusMilliseconds(-days * 86_400_000L), 1, 0, Now, out _).R);
    }

    [Theory]
    [InlineData("lifetimeValue > 1")]
    [InlineData("churnRisk > 0.5")]
    public void ReservedNames_AreRejectedByName(string rule) => Assert.EndsWith("is not available yet", RuleText.Parse(rule).Errors[0].Message, StringComparison.Ordinal);
}
