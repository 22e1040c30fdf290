using Crm.Client.Automations;
using Crm.Client.Tests.Support;

namespace Crm.Client.Tests.Live;

[Collection(LiveCollection.Name)]
public class AutomationTests(LiveFixture fixture)
{
    [Fact]
    public async Task Automation_PutStartedAndRun_IsReadWhole()
    {
        await using var store = await Store.On(fixture.Silo);
        var welcome = store.Client.Automations["welcome"];

        var draft = await welcome.PutAsync(new()
        {
            Name = "Welcome",
            Trigger = AutomationTrigger.OnEvent("Signed Up", "plan = \"gold\""),
            Condition = "orders = 0",
            Again = "P1D",
            Steps = [AutomationStep.Log("hello") with { Id = "hello" }],
        });
        Assert.Equal((AutomationState.Draft, 1), (draft.State, draft.Version));
        Assert.Equal(AutomationState.Active, (await welcome.ActivateAsync()).State);
        var patience = Patience.Token;
        while ((await welcome.StatsAsync(patience)).Actions.Done == 0)
        {
            // Until the automation runs everywhere an event starts nothing; "again" keeps a second one from starting another run.
            await store.Client.ApplyAsync(CrmEvent.Track("u:7", "Signed Up", new() { ["plan"] = "gold" }), TimeSpan.FromSeconds(30), patience);
        }

        var run = await welcome.Runs().SingleAsync();
        Assert.Equal(("u:7", 1, AutomationRunState.Completed), (run.Customer, run.Run, run.State));
        var action = await welcome.Actions().SingleAsync();
        Assert.Equal(("u:7", "hello", AutomationActionState.Done, 1), (action.Customer, action.Step, action.State, action.Attempts));
        Assert.Equal(AutomationState.Paused, (await welcome.PauseAsync()).State);
        Assert.Equal(["welcome"], (await store.Client.Automations.List().ToListAsync()).Select(static one => one.Id));
        Assert.True(await welcome.DeleteAsync());
        Assert.Null(await welcome.GetAsync());
    }
}
