using Crm.Core.Automations;
using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Core.Rules;

namespace Crm.Core.Tests.Definitions;

public sealed class AutomationEditTests
{
    private static readonly DefinitionSet Empty = new(new("demo", StoreClock.Wall), 5, [], RfmSettings.Default);
    private static readonly AutomationDefinition Hello = new("hello", "Hello", 0, AutomationState.Active, new EventTrigger(new(["A"], null)), [new LogStep("1", "hello")]);

    [Fact]
    public void Put_New_IsADraftOfTheNextVersion()
    {
        var next = AutomationEdits.Put(Empty, Hello, null).Next!;
        Assert.Equal((6, 6, AutomationState.Draft), (next.Version, next.Automations[0].Version, next.Automations[0].State));
    }

    [Fact]
    public void Put_NewNameOrState_KeepsTheVersion_NewContentRaisesIt()
    {
        var known = Put(Empty, Hello);
        Assert.Null(AutomationEdits.Put(known, Hello, null).Next);
        var renamed = Put(known, Hello with { Name = "Hi" });
        Assert.Equal((7, 6), (renamed.Version, renamed.Automations[0].Version));
        var active = AutomationEdits.SetState(renamed, "hello", AutomationState.Active).Next!;
        Assert.Equal((8, 6), (active.Version, active.Automations[0].Version));
        var changed = Put(active, Hello with { Steps = [new LogStep("1", "bye")] });
        Assert.Equal((9, 9, AutomationState.Active), (changed.Version, changed.Automations[0].Version, changed.Automations[0].State));
    }

    [Fact]
    public void Edits_WhatCannotBe_SayWhy()
    {
        var known = Put(Empty, Hello);
        Assert.Equal(EditStatus.VersionMismatch, AutomationEdits.Put(known, Hello, 5).Status);
        Assert.Equal(EditStatus.VersionMismatch, AutomationEdits.Put(known, Hello, 0).Status);
        Assert.Equal(EditStatus.NotFound, AutomationEdits.SetState(Empty, "hello", AutomationState.Active).Status);
        Assert.Equal(EditStatus.NotFound, AutomationEdits.Delete(Empty, "hello", null).Status);
        Assert.Equal(EditStatus.NoSuchSegment, AutomationEdits.Put(Empty, Hello with { Trigger = new SegmentTrigger("vip", true) }, null).Status);
        var many = Empty with { Automations = [.. Enumerable.Range(0, AutomationLimits.Automations).Select(static number => Hello with { Id = $"a{number}" })] };
        Assert.Equal(EditStatus.TooMany, AutomationEdits.Put(many, Hello, null).Status);
    }

    [Fact]
    public void DeleteSegment_AnAutomationStartsWithIt_IsInUse()
    {
        var known = SegmentEdits.Put(Empty, "vip", "VIP", new EveryoneRule(), null).Next!;
        var started = Put(known, Hello with { Trigger = new SegmentTrigger("vip", false) });
        Assert.Equal(EditStatus.InUse, SegmentEdits.Delete(started, "vip", null).Status);
        var freed = AutomationEdits.Delete(started, "hello", null).Next!;
        Assert.Equal(EditStatus.Done, SegmentEdits.Delete(freed, "vip", null).Status);
    }

    private static DefinitionSet Put(DefinitionSet current, AutomationDefinition automation) => AutomationEdits.Put(current, automation, null).Next!;
}
