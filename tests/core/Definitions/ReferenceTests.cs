using Crm.Core.Automations;
using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Core.Rules.Text;

namespace Crm.Core.Tests.Definitions;

public sealed class ReferenceTests
{
    private static readonly DefinitionSet Empty = new(new("shop", StoreClock.Log), 1, [], RfmSettings.Default);

    [Theory]
    [InlineData("in segment \"vip\"")]
    [InlineData("left segment \"vip\" today")]
    [InlineData("not (country = \"BR\" and entered segment \"vip\" in the last 3 days)")]
    public void Put_ReadsASegmentThatIsNotThere_SaysWhich(string rule)
    {
        var edit = Put(Empty, "big", rule);
        Assert.Equal((EditStatus.NoSuchSegment, "'big' reads the segment 'vip', which the store does not have"), (edit.Status, edit.Detail));
        Assert.Equal(EditStatus.Done, Put(Put(Empty, "vip", "everyone").Next!, "big", rule).Status);
    }

    [Fact]
    public void Put_InJourneyOfAnAutomationThatIsNotThere_SaysWhich() =>
        Assert.Equal("'big' reads the automation 'welcome', which the store does not have", Put(Empty, "big", "in journey \"welcome\"").Detail);

    [Fact]
    public void Put_WouldReadItself_NamesTheCircle()
    {
        var three = Put(Put(Put(Empty, "a", "everyone").Next!, "b", "in segment \"a\"").Next!, "c", "entered segment \"b\" today").Next!;
        var edit = Put(three, "a", "not in segment \"c\"");
        Assert.Equal(
            (EditStatus.Circle, "these would read each other in a circle: segment 'a' → segment 'c' → segment 'b' → segment 'a'"), (edit.Status, edit.Detail));
        Assert.Equal("these would read each other in a circle: segment 'a' → segment 'a'", Put(three, "a", "in segment \"a\"").Detail);
    }

    [Fact]
    public void Put_CircleThroughAnAutomation_IsNamed()
    {
        var started = Put(Empty, "vip", "everyone").Next!;
        started = AutomationEdits.Put(started, Automation(new SegmentTrigger("vip", true)), null).Next!;
        Assert.Equal(EditStatus.Done, Put(started, "welcomed", "in journey \"welcome\"").Status);
        Assert.Equal(
            "these would read each other in a circle: segment 'vip' → automation 'welcome' → segment 'vip'", Put(started, "vip", "in journey \"welcome\"").Detail);
        var own = Automation(new EventTrigger(new(["Visit"], null))) with { Exit = RuleText.Parse("in journey \"welcome\"").Rule };
        Assert.Equal(EditStatus.Circle, AutomationEdits.Put(Empty, own, null).Status);
    }

    [Fact]
    public void Delete_WhatOthersRead_IsInUseAndSaysByWhom()
    {
        var two = Put(Put(Empty, "a", "everyone").Next!, "b", "in segment \"a\"").Next!;
        Assert.Equal((EditStatus.InUse, "the segment 'b' reads it"), Of(SegmentEdits.Delete(two, "a", null)));
        Assert.Equal(EditStatus.Done, SegmentEdits.Delete(two, "b", null).Status);
        var started = AutomationEdits.Put(Empty, Automation(new EventTrigger(new(["Visit"], null))), null).Next!;
        var read = Put(started, "welcomed", "in journey \"welcome\"").Next!;
        Assert.Equal((EditStatus.InUse, "the segment 'welcomed' reads it"), Of(AutomationEdits.Delete(read, "welcome", null)));
    }

    private static (EditStatus, string?) Of(DefinitionEdit edit) => (edit.Status, edit.Detail);

    private static DefinitionEdit Put(DefinitionSet current, string id, string rule) => SegmentEdits.Put(current, id, id, RuleText.Parse(rule).Rule!, null);

    private static AutomationDefinition Automation(AutomationTrigger trigger) =>
        new("welcome", "Welcome", 1, AutomationState.Active, trigger, [new LogStep("1", "hello")]);
}
