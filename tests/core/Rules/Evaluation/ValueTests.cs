using System.Globalization;
using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Storage;
using Crm.Core.Values;
using static Crm.Core.Tests.Rules.Evaluation.Given;

namespace Crm.Core.Tests.Rules.Evaluation;

/// <summary>What properties of many events come to, beside what the properties of the fold show.</summary>
public sealed class ValueTests
{
    [Fact]
    public void Sum_LeavesEventByEvent_ToTheMillisecond()
    {
        var fold = new Fold(Aggregate(AggregateKind.Sum, ComparisonOperator.GreaterOrEqual, 150, new LastWindow(Days(90))));
        fold.Observe("A", At("03-01 10:00"), "{\"x\":100}").Observe("A", At("03-05 10:00"), "{\"x\":\"40.50\"}").Observe("A", At("03-09 10:00"), "{\"x\":9.5}");
        Assert.Equal((true, At("05-30 10:00")), (fold.IsMember, fold.Next));
        Assert.False(fold.To(fold.Next).IsMember);
    }

    [Fact]
    public void Sum_OfMoreThanALongHolds_StaysAtItsEnd()
    {
        var fold = new Fold(Aggregate(AggregateKind.Sum, ComparisonOperator.Greater, 900_000_000_000_000, null));
        for (var number = 0; number < 1000; number++)
        {
            fold.Observe("A", At("10:00"), "{\"x\":1000000000000}");
        }

        Assert.True(fold.IsMember);
    }

    [Theory]
    [InlineData("1000000000000", true)]
    [InlineData("1000000000000.1", false)]
    [InlineData("0.00004", false)]
    [InlineData("0.00006", true)]
    [InlineData("\" 1\"", false)]
    [InlineData("\"x\"", false)]
    [InlineData("true", false)]
    [InlineData("null", false)]
    [InlineData("{}", false)]
    [InlineData("1e99", false)]
    [InlineData("[[],[3]]", true)]
    [InlineData("\"\\ud800\"", false)]
    public void Value_CountsAsNumberOrNot(string json, bool counts) =>
        Assert.Equal(counts, new Fold(Aggregate(AggregateKind.Max, ComparisonOperator.Greater, 0, null)).Observe("A", At("10:00"), $"{{\"x\":{json}}}").IsMember);

    [Fact]
    public void Aggregates_PastTheCap_AreWithinOneGapAndStaySmall()
    {
        const int Many = 3 * EvaluationLimits.WindowEntries;
        var fold = new Fold(
            Aggregate(AggregateKind.Sum, ComparisonOperator.GreaterOrEqual, Many, new LastWindow(Days(2))),
            Aggregate(AggregateKind.Average, ComparisonOperator.Equal, 1, new AgoWindow(Hours(1), Days(2))),
            new SameRule("y", Pattern("A"), 2, new LastWindow(Days(2))));
        for (var minute = 0; minute < Many; minute++)
        {
            fold.Observe("A", At("08:00").PlusMilliseconds(minute * 60_000), string.Create(CultureInfo.InvariantCulture, $"{{\"x\":1,\"y\":{minute}}}"));
        }

        Assert.True(fold.IsMember); // all of them are still in
        Assert.InRange(fold.Next - At("03-03 08:00"), 0, 3 * 60_000);
        var writer = new SnapshotWriter();
        fold.State.Write(writer);
        Assert.InRange(writer.ToArray().Length, 1, (2 * EvaluationLimits.WindowEntries * 8) + (Many * 14));
    }

    [Fact]
    public void Same_PastTheCap_KeepsTheNewest()
    {
        var fold = new Fold(new SameRule("x", Pattern("A"), 2, null));
        for (var number = 0; number < EvaluationLimits.Values + 50; number++)
        {
            fold.Observe("A", At("10:00"), string.Create(CultureInfo.InvariantCulture, $"{{\"x\":{number}}}"));
        }

        Assert.False(fold.Observe("A", At("10:00"), "{\"x\":0}").IsMember);
        Assert.True(fold.Observe("A", At("10:00"), string.Create(CultureInfo.InvariantCulture, $"{{\"x\":\"{EvaluationLimits.Values + 40}\"}}")).IsMember);
    }

    [Fact]
    public void Distinct_AThousand_IsExact()
    {
        var fold = new Fold(Aggregate(AggregateKind.CountDistinct, ComparisonOperator.Equal, 1000, new LastWindow(Days(1))));
        for (var number = 1; number <= 1001; number++)
        {
            Assert.Equal(number == 1001, fold.IsMember);
            fold.Observe("A", At("10:00").PlusMilliseconds(number), string.Create(CultureInfo.InvariantCulture, $"{{\"x\":\"v{number}\"}}"));
        }

        Assert.Equal((false, At("03-02 10:00").PlusMilliseconds(1)), (fold.IsMember, fold.Next));
        Assert.True(fold.To(fold.Next).IsMember);
    }

    private static AggregateRule Aggregate(AggregateKind kind, ComparisonOperator op, decimal number, Window? window) =>
        new(kind, "x", Pattern("A"), window, new(op) { Value = Value.Of(number) });
}
