using Crm.Core.Definitions;
using Crm.Core.Rules.Json;
using Crm.Core.Rules.Text;
using Crm.Core.Simulation;
using Crm.Core.Tests.Rules.Language;

namespace Crm.Core.Tests.Rules.Page;

/// <summary>A test by the name of each paragraph of the page's meaning, and of the JSON form; what holds of any rule is in the properties of the fold.</summary>
public sealed class MeaningTests
{
    [Theory]
    [InlineData("phone = \"1\"", false)]
    [InlineData("phone != \"1\"", true)]
    [InlineData("phone not in (\"1\")", true)]
    [InlineData("phone < \"1\"", false)]
    [InlineData("phone >= \"1\"", false)]
    [InlineData("traits.size = \"42\"", true)]
    [InlineData("traits.text = 42", true)]
    [InlineData("traits.text > 41", true)]
    [InlineData("traits.flag = \"true\"", false)]
    [InlineData("traits.flag < 5", false)]
    [InlineData("traits.accent = \"SA\u0303O PAULO\"", true)]
    [InlineData("sum x of \"Nothing\" = 0", true)]
    [InlineData("did \"Nothing\" exactly 0 times", true)]
    [InlineData("average x of \"Nothing\" != 0", true)]
    [InlineData("average x of \"Nothing\" < 1", false)]
    public void MissingAndUnlike(string rule, bool holds) =>
        Assert.Equal(holds, new Shop().Is(new { size = 42, text = "42.0", flag = true, accent = "São Paulo" }).Holds(rule));

    [Fact]
    public void Windows_AreHalfOpenOnEventTime()
    {
        var shop = new Shop().Rule("did \"Visit\" in the last 2 hours").Did("Visit").After(5);
        Assert.Equal([("2017-06-14T12:00:00.000Z", true), ("2017-06-14T14:00:00.000Z", false)], shop.Changes);
        var ago = new Shop().Rule("did \"Visit\" between 1 and 2 hours ago").Did("Visit").After(5);
        Assert.Equal([("2017-06-14T13:00:00.000Z", true), ("2017-06-14T14:00:00.000Z", false)], ago.Changes);
    }

    [Fact]
    public void Windows_ALateEventCountsByItsOwnDateFromWhenItIsRead()
    {
        var shop = new Shop().Rule("did \"Visit\" in the last 2 hours").Did("Other").After(3).Did("Visit", at: "2017-06-14T14:00:00Z").After(5);
        Assert.Equal([("2017-06-14T15:00:00.000Z", true), ("2017-06-14T16:00:00.000Z", false)], shop.Changes);
        var effect = shop.Store.Effects.First(static effect => effect.Effect.Segment == "s").Effect;
        Assert.Equal("2017-06-14T14:00:00.000Z", effect.EventAt.ToString());
    }

    [Fact]
    public void Ages_EnterToTheMillisecond_AndTheSameAgainDoesNotRestart()
    {
        var shop = new Shop().Rule("last \"Visit\" more than 1 seconds ago").Did("Visit", at: "2017-06-14T12:00:00.250Z").After(1);
        Assert.Equal([("2017-06-14T12:00:01.250Z", true)], shop.Changes);
        var steady = new Shop().Rule("traits.x has been 1 for more than 2 hours").Is(new { x = 1 }).After(1).Is(new { x = "1.0" }).After(3);
        Assert.Equal([("2017-06-14T14:00:00.000Z", true)], steady.Changes);
    }

    [Theory]
    [InlineData("at least 2 times", "2017-06-14T13:00:00.000Z+ 2017-06-16T12:00:00.000Z-")]
    [InlineData("at most 1 time", "2017-06-14T12:00:00.000Z+ 2017-06-14T13:00:00.000Z- 2017-06-16T12:00:00.000Z+")]
    [InlineData("exactly 1 time", "2017-06-14T12:00:00.000Z+ 2017-06-14T13:00:00.000Z- 2017-06-16T12:00:00.000Z+ 2017-06-16T13:00:00.000Z-")]
    public void Exactness_TurnsWhenTheNthNewestLeaves(string times, string changes)
    {
        var shop = new Shop().Rule($"did \"Visit\" {times} in the last 2 days").Did("Visit").After(1).Did("Visit").AfterDays(5);
        Assert.Equal(changes, string.Join(' ', shop.Changes.Select(static change => $"{change.At}{(change.Entered ? "+" : "-")}")));
    }

    [Fact]
    public void Exactness_ANewRuleSeesTheHistory()
    {
        var shop = new Shop().Did("Visit", new { x = 5 }).After(1).Did("Visit", new { x = 7 }).AfterDays(1);
        Assert.True(shop.Holds("sum x of \"Visit\" between 1 and 2 days ago = 12 and did \"Visit\" then \"Visit\" within 1 hour and did \"Visit\" for the first time in the last 2 days"));
    }

    [Fact]
    public void Sequences_ByInstantThenPosition_WithinBoundsFirstToLast_ThenNotWaits()
    {
        Assert.True(new Shop().Did("A").Did("B").Holds("did \"A\" then \"B\""));
        Assert.False(new Shop().Did("B").Did("A").Holds("did \"A\" then \"B\""));
        Assert.False(new Shop().Did("A").After(1).Did("B").After(1).Did("C").Holds("did \"A\" then \"B\" then \"C\" within 119 minutes"));
        var waits = new Shop().Rule("did \"A\" then not \"B\" within 2 hours").Did("A").After(1).Did("B").Did("A").After(3).Did("B");
        Assert.Equal([("2017-06-14T15:00:00.000Z", true), ("2017-06-14T16:00:00.000Z", false)], waits.Changes);
    }

    [Theory]
    [InlineData("America/Sao_Paulo", "2017-10-14T15:00:00Z", "2017-10-15T03:00:00.000Z")] // clocks go forward at that midnight: the day begins at 01:00 of summer time
    [InlineData("America/Sao_Paulo", "2017-10-15T15:00:00Z", "2017-10-16T02:00:00.000Z")]
    [InlineData("Europe/Zagreb", "2017-10-29T10:00:00Z", "2017-10-29T23:00:00.000Z")]
    [InlineData("Europe/Rome", "2017-03-26T10:00:00Z", "2017-03-26T22:00:00.000Z")]
    public void Calendar_TurnsAtLocalMidnightAcrossDaylightSaving(string zone, string at, string left)
    {
        var store = new Simulator(new("shop", StoreClock.Log, zone), Shop.At(at)).Define("s", "did \"Visit\" today");
        store.Event(Shop.Ann, "Visit");
        store.Advance(TimeSpan.FromDays(2));
        Assert.Equal(left, store.Changes("s")[^1].At.ToString());
    }

    [Fact]
    public void Calendar_MonthsClamp_BareDatesAreLocalDays_TwentyNinthOfFebruary()
    {
        var shop = new Shop("2017-01-31T12:00:00Z").Rule("did \"Visit\" in the last 1 month").Did("Visit").AfterDays(60);
        Assert.Equal("2017-02-28T13:00:00.000Z", shop.Changes.Last().At); // 10:00 there, on either side of the end of summer time
        Assert.True(new Shop("2017-06-15T02:59:59Z").Did("Visit").Holds("did \"Visit\" between 2017-06-14 and 2017-06-14"));
        Assert.False(new Shop("2017-06-15T03:00:00Z").Did("Visit").Holds("did \"Visit\" between 2017-06-14 and 2017-06-14"));
        Assert.True(new Shop("2017-02-22T12:00:00Z").Is(new { birthday = "1996-02-29" }).Holds("birthday in the next 7 days"));
    }

    [Fact]
    public void NextChange_OfAnd_IsTheLatestOfItsFalseParts()
    {
        var rules = Evaluation.Given.Compiled(RuleText.Parse("last \"A\" more than 2 hours ago and last \"A\" more than 5 hours ago and did \"A\" in the last 3 days").Rule!);
        var fold = new Evaluation.Fold(rules).Observe("A", "10:00");
        Assert.Equal(Evaluation.Given.At("15:00"), fold.Next);
        Assert.Equal(Evaluation.Given.At("03-04 10:00"), fold.To("15:00").Next);
    }

    [Fact]
    public void Orders_CountOncePerOrderId()
    {
        var shop = new Shop().Did("Order Completed", new { order_id = "1", total = 10 }).Did("Order Updated", new { order_id = "1", total = 30 });
        Assert.True(shop.Holds("orders = 1 and revenue = 30 and averageOrder = 30"));
        Assert.True(shop.Did("Order Refunded", new { order_id = "1", total = 5 }).Holds("revenue = 30 and refunded = 5"));
        Assert.True(shop.Did("Order Cancelled", new { order_id = "1" }).Holds("orders = 0"));
    }

    [Fact]
    public void Merge_TheTargetsEventsAreTheUnion_OnlyDifferencesAreAnnounced()
    {
        var shop = new Shop().Rule("did \"Visit\" at least 3 times in the last 2 days and sum x of \"Visit\" = 6");
        shop.Did("Visit", new { x = 1 }).After(1);
        shop.Store.Event("u:bob", "Visit", properties: new { x = 2 });
        shop.Store.Event("u:bob", "Visit", properties: new { x = 3 });
        shop.Store.Merge("u:bob", Shop.Ann);
        Assert.Equal([("2017-06-14T13:00:00.000Z", true), ("2017-06-16T12:00:00.000Z", false)], shop.AfterDays(4).Changes);
    }

    [Fact]
    public void SegmentsOfSegments_SettleWithinTheSameRecord_TheCircleIsNamed()
    {
        var shop = new Shop();
        shop.Store.Define("z", "has tag \"x\"").Define("a", "in segment \"z\" and entered segment \"z\" today").Define("s", "in segment \"a\"").Tag(Shop.Ann, add: ["x"]);
        Assert.Equal(["z", "a", "s"], shop.Store.Changes().Select(static change => change.Segment));
        Assert.Single(shop.Store.Changes().Select(static change => change.At).Distinct());
        var edit = SegmentEdits.Put(shop.Store.Definitions.Set, "z", "z", RuleText.Parse("in segment \"s\"").Rule!, null);
        Assert.Equal((EditStatus.Circle, "these would read each other in a circle: segment 'a' → segment 'z' → segment 's' → segment 'a'"), (edit.Status, edit.Detail));
    }

    [Theory]
    [InlineData("""{"all":[{"everyone":true},{"any":[{"everyone":true},{"not":{"everyone":true}}]}]}""", "everyone and (everyone or not everyone)")]
    [InlineData("""{"field":"country","op":"=","value":"BR"}""", "country = \"BR\"")]
    [InlineData("""{"did":["A","B"],"where":{"property":"x","op":">","value":1},"times":{"op":">=","n":3},"window":{"last":"P7D"}}""", "did any of (\"A\", \"B\") where x > 1 at least 3 times in the last 7 days")]
    [InlineData("""{"did":{"page":"Home"},"first":true,"window":{"calendar":"week"}}""", "did page \"Home\" for the first time this week")]
    [InlineData("""{"aggregate":"sum","property":"total","of":"A","where":{"property":"x","op":"known"},"window":{"ago":["P30D","P60D"]},"op":">=","value":500}""", "sum total of \"A\" where x is known between 30 days and 60 days ago >= 500")]
    [InlineData("""{"recency":"last","of":{"screen":"Home"},"op":"olderThan","value":"P30D"}""", "last screen \"Home\" more than 30 days ago")]
    [InlineData("""{"sequence":[{"did":"A"},{"didNot":"B"}],"within":"PT2H","window":{"from":"2017-01-01","to":"2017-03-31"}}""", "did \"A\" then not \"B\" within 2 hours between 2017-01-01 and 2017-03-31")]
    [InlineData("""{"steady":"country","is":"BR","op":"longerThan","value":"P7D"}""", "country has been \"BR\" for more than 7 days")]
    [InlineData("""{"message":"clicked","id":null,"times":{"op":">=","n":2},"window":{"last":"P7D"}}""", "clicked any message at least 2 times in the last 7 days")]
    [InlineData("""{"tag":"t"}""", "has tag \"t\"")]
    [InlineData("""{"list":"l"}""", "in list \"l\"")]
    [InlineData("""{"segment":"s"}""", "in segment \"s\"")]
    [InlineData("""{"segmentChange":"entered","segment":"s","window":{"last":"P3D"}}""", "entered segment \"s\" in the last 3 days")]
    [InlineData("""{"journey":"j"}""", "in journey \"j\"")]
    [InlineData("""{"consent":"email","purpose":"orders","is":"granted"}""", "consent email for \"orders\" = granted")]
    [InlineData("""{"canReceive":"email"}""", "can receive email")]
    public void JsonForm_EachKind_IsTheSameAsItsText(string json, string text)
    {
        Assert.Equal(text, RuleText.Print(Reading.Json(json)));
        Assert.Equal(json, RuleJson.Write(Reading.Text(text)));
        Assert.Equal($$"""{"version":1,"rule":{{json}}}""", RuleDocument.Write(Reading.Text(text)));
    }

    [Fact]
    public void JsonForm_EveryOperator_IsOfThePage()
    {
        var page = "= != < <= > >= in notIn contains startsWith endsWith matches known unknown between olderThan newerThan withinNext before after".Split(' ');
        Assert.Equal(page.Order(), Operators.All.Select(static form => form.Json).Order());
    }
}
