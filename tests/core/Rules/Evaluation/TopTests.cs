using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Core.Rules.Json;
using Crm.Core.Rules.Text;
using Crm.Core.Simulation;

namespace Crm.Core.Tests.Rules.Evaluation;

public class TopTests
{
    private static RfmSettings With(params (decimal Percent, string Field, decimal Value)[] cuts) =>
        RfmSettings.Default with { Tops = [.. cuts.Select(static cut => new TopCut(TopShare.Of(cut.Percent, cut.Field)!.Value, cut.Value))] };

    [Theory]
    [InlineData("top 10 % by revenue", "top 10 % by revenue")]
    [InlineData("TOP 10.0% BY Revenue", "top 10 % by revenue")]
    [InlineData("top 0.1 % by averageorder", "top 0.1 % by averageOrder")]
    [InlineData("top 100 % by orders", "top 100 % by orders")]
    public void Parse_InAnySpelling_IsOneRule(string text, string printed)
    {
        var rule = RuleText.Parse(text).Rule!;

        Assert.Equal(printed, RuleText.Print(rule));
        Assert.Equal(rule, RuleJson.Parse(System.Text.Encoding.UTF8.GetBytes(RuleJson.Write(rule))).Rule);
    }

    [Theory]
    [InlineData("top 0 % by revenue", 4, 1, "a number from 0.1 to 100, with one decimal at most")]
    [InlineData("top 100.1 % by revenue", 4, 5, "a number from 0.1 to 100, with one decimal at most")]
    [InlineData("top 0.25 % by revenue", 4, 4, "a number from 0.1 to 100, with one decimal at most")]
    [InlineData("top ten % by revenue", 4, 3, "a number from 0.1 to 100, with one decimal at most")]
    [InlineData("top 10 by revenue", 7, 2, "'% by'")]
    [InlineData("top 10 % by revenu", 12, 6, "orders, revenue, refunded, averageOrder")]
    [InlineData("top 10 % by sessions", 12, 8, "orders, revenue, refunded, averageOrder")]
    public void Parse_Wrong_SaysWhereAndWhatWasExpected(string text, int position, int length, string expected)
    {
        var error = Assert.Single(RuleText.Parse(text).Errors);

        Assert.Equal((position, length, expected), (error.Position, error.Length, error.Expected));
        Assert.Equal(text.EndsWith("revenu", StringComparison.Ordinal) ? "revenue" : null, error.Suggestion);
    }

    [Theory]
    [InlineData("""{"top":0,"by":"revenue"}""")]
    [InlineData("""{"top":"10","by":"revenue"}""")]
    [InlineData("""{"top":10.55,"by":"revenue"}""")]
    [InlineData("""{"top":10,"by":"age"}""")]
    [InlineData("""{"top":10}""")]
    [InlineData("""{"top":10,"by":"revenue","of":"x"}""")]
    public void Parse_WrongJson_IsAnError(string json) => Assert.Single(RuleJson.Parse(System.Text.Encoding.UTF8.GetBytes(json)).Errors);

    // The value on the cut belongs to the top; nobody does without a cut, and nobody without orders.
    [Fact]
    public void Evaluate_AtBelowAndWithoutACut_FollowsTheCut()
    {
        var simulator = new Simulator().Define("best", "top 10 % by revenue").Define("worst", "top 100 % by refunded");
        foreach (var (user, total) in new[] { ("below", "99.99"), ("on", "100"), ("above", "101") })
        {
            simulator.Event(user, "Order Completed", properties: new { order_id = "1", total });
        }

        simulator.Identify("visitor", new { });
        Assert.Empty(simulator.Members("best"));

        simulator.Score(With((10, "revenue", 100), (100, "refunded", 0)));
        Assert.Equal(["u:above", "u:on"], simulator.Members("best").AsEnumerable());
        Assert.Equal(["u:above", "u:below", "u:on"], simulator.Members("worst").AsEnumerable());

        simulator.Score(With((10, "revenue", 100.5m), (100, "refunded", 0)));
        Assert.Equal(["u:above"], simulator.Members("best").AsEnumerable());

        simulator.Event("below", "Order Completed", properties: new { order_id = "2", total = "0.51" });
        Assert.Equal(["u:above", "u:below"], simulator.Members("best").AsEnumerable());
    }

    [Fact]
    public void Refresh_KeepsSharesInUseAndDropsOthers()
    {
        var rule = RuleText.Parse("not (top 10 % by revenue or orders > 3)").Rule!;
        var set = new DefinitionSet(new("demo", StoreClock.Wall), 3, [new("a", "a", rule, 1)], With((10, "revenue", 5), (20, "orders", 2)));
        var measure = new RfmMeasure(new(7), 0, [], [], [], []);

        var next = RfmEdits.Refresh(set, 0, measure).Next!;

        Assert.Equal(new TopCut(new(10, "revenue"), 5), Assert.Single(next.Rfm.Tops));
        Assert.Equal(DefinitionJson.Write(next), DefinitionJson.Write(DefinitionJson.Read(DefinitionJson.Write(next))));
    }
}
