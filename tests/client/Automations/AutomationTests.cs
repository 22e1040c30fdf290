using System.Net;
using Crm.Client.Automations;
using Crm.Client.Tests.Support;

namespace Crm.Client.Tests.Automations;

/// <summary>Against a stand-in that answers as the API's contract for automations says, not against the CRM.</summary>
public class AutomationTests
{
    private const string Cart = """
        {"id":"cart","name":"Cart","state":"paused","version":4,"trigger":{"event":"Product Added","where":"price >= 10"},"condition":{"tag":"vip"},"exit":"did \"Order Completed\" in the last 1 day",
        "again":"P1M","steps":[{"id":"a","wait":"PT2H"},{"id":"b","waitUntil":{"tag":"x"},"orAfter":"P2D"},{"id":"c","webhook":{"url":"https://example.com/hook"}},
        {"id":"d","tag":{"add":["late"],"remove":["new"]}},{"id":"e","log":"text"},{"id":"f","teleport":{}}]}
        """;

    [Fact]
    public async Task Put_Definition_IsSentAsTheContractSays()
    {
        var body = "";
        await using var calling = await Calling.To(async context =>
        {
            body = await context.Text();
            await context.Json(Cart, HttpStatusCode.Created);
        });

        await calling.Client.Automations["cart"].PutAsync(new()
        {
            Name = "Cart",
            Trigger = AutomationTrigger.OnEvent("Product Added", "price >= 10"),
            Exit = "has tag x",
            Again = "P1M",
            Steps =
            [
                AutomationStep.Wait(TimeSpan.FromHours(2)) with { Id = "pause" }, AutomationStep.WaitUntil("has tag y", TimeSpan.FromDays(2)), AutomationStep.Call(new("https://example.com/hook")),
                AutomationStep.Tag(add: ["late"]), AutomationStep.Log("text"),
            ],
        });

        Assert.Equal("""
            {"name":"Cart","trigger":{"event":"Product Added","where":"price >= 10"},"exit":"has tag x","again":"P1M","steps":[{"id":"pause","wait":"PT2H"},{"waitUntil":"has tag y","orAfter":"P2D"},{"webhook":{"url":"https://example.com/hook"}},{"tag":{"add":["late"],"remove":[]}},{"log":"text"}]}
            """.Trim(), body);
        Assert.Equal(["PUT /api/v1/automations/cart"], calling.Requests);
    }

    [Fact]
    public async Task Put_SegmentTriggers_AreSentAsTheContractSays()
    {
        var bodies = new List<string>();
        await using var calling = await Calling.To(async context =>
        {
            bodies.Add(await context.Text());
            await context.Json(Cart);
        });

        foreach (var trigger in (AutomationTrigger[])[AutomationTrigger.OnEntered("vip"), AutomationTrigger.OnLeft("vip")])
        {
            await calling.Client.Automations["cart"].PutAsync(new() { Name = "n", Trigger = trigger, Steps = [AutomationStep.Log("x")] });
        }

        Assert.Equal(
            ["""{"name":"n","trigger":{"entered":"vip"},"steps":[{"log":"x"}]}""", """{"name":"n","trigger":{"left":"vip"},"steps":[{"log":"x"}]}"""], bodies);
    }

    [Fact]
    public async Task Get_Automation_IsReadWhole()
    {
        await using var calling = await Calling.To(Calling.Json(Cart), Calling.Problem(HttpStatusCode.NotFound));

        var automation = await calling.Client.Automations["cart"].GetAsync();

        Assert.NotNull(automation);
        Assert.Equal(("cart", AutomationState.Paused, 4, "P1M"), (automation.Id, automation.State, automation.Version, automation.Again));
        Assert.Equal(("Product Added", "price >= 10", "vip"), ((string?)automation.Trigger.Event, (string?)automation.Trigger.Where, (string?)automation.Condition!["tag"]));
        Assert.Equal(["PT2H", null, null, null, null, null], automation.Steps.Select(static step => step.WaitTime));
        Assert.Equal("P2D", automation.Steps[1].OrAfter);
        Assert.Equal(new("https://example.com/hook"), automation.Steps[2].Webhook?.Url);
        Assert.Equal(["late", "new"], automation.Steps[3].Tags!.Add.Concat(automation.Steps[3].Tags!.Remove));
        Assert.Equal(("text", "f"), (automation.Steps[4].LogText, automation.Steps[5].Id));
        Assert.Null(await calling.Client.Automations["cart"].GetAsync());
    }

    [Fact]
    public async Task List_SeveralPages_AreReadToTheEnd()
    {
        await using var calling = await Calling.To(Calling.Json($$"""{"items":[{{Cart}}],"next":"a+b"}"""), Calling.Json($$"""{"items":[{{Cart}}],"next":null}"""));

        Assert.Equal(2, await calling.Client.Automations.List().CountAsync());

        Assert.Equal(["GET /api/v1/automations?limit=500", "GET /api/v1/automations?limit=500&cursor=a%2Bb"], calling.Requests);
    }

    [Fact]
    public async Task ActivatePauseRetryDelete_Calls_AreThoseOfTheContract()
    {
        await using var calling = await Calling.To(
            Calling.Json(Cart), Calling.Json(Cart), Calling.Json("""{"retried":3}"""), static context => { context.Response.StatusCode = 204; return Task.CompletedTask; }, Calling.Problem(HttpStatusCode.NotFound));
        var cart = calling.Client.Automations["cart"];

        Assert.Equal(AutomationState.Paused, (await cart.ActivateAsync()).State);
        await cart.PauseAsync();
        Assert.Equal(3, await cart.RetryAsync());
        Assert.True(await cart.DeleteAsync(4));
        Assert.False(await cart.DeleteAsync());

        Assert.Equal(
            ["POST /api/v1/automations/cart/activate", "POST /api/v1/automations/cart/pause", "POST /api/v1/automations/cart/retry", "DELETE /api/v1/automations/cart", "DELETE /api/v1/automations/cart"],
            calling.Requests);
    }

    [Fact]
    public async Task RunsActionsStats_Answers_AreReadWhole()
    {
        await using var calling = await Calling.To(
            Calling.Json("""{"items":[{"customer":"u:7","run":2,"version":4,"state":"ended","startedAt":"2026-01-01T00:00:00Z","endedAt":"2026-01-02T00:00:00Z","reason":"deleted"}],"next":null}"""),
            Calling.Json("""
                {"items":[{"id":"cart.2.c.u:7","customer":"u:7","run":2,"step":"c","state":"givenUp","attempts":9,"nextAttemptAt":null,"lastError":"500",
                "at":"2026-01-01T00:00:00Z","finishedAt":"2026-01-02T00:00:00Z"}],"next":null}
                """),
            Calling.Json("""{"started":5,"active":1,"completed":2,"exited":1,"ended":1,"actions":{"pending":1,"done":7,"givenUp":2},"asOf":"2026-01-01T00:00:00Z"}"""));
        var cart = calling.Client.Automations["cart"];
        var (first, second) = (new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(
            new AutomationRun { Customer = "u:7", Run = 2, Version = 4, State = AutomationRunState.Ended, StartedAt = first, EndedAt = second, Reason = "deleted" },
            await cart.Runs("u:7").SingleAsync());
        Assert.Equal(
            new AutomationAction
            {
                Id = "cart.2.c.u:7",
                Customer = "u:7",
                Run = 2,
                Step = "c",
                State = AutomationActionState.GivenUp,
                Attempts = 9,
                LastError = "500",
                At = first,
                FinishedAt = second,
            },
            await cart.Actions(AutomationActionState.GivenUp).SingleAsync());
        Assert.Equal(new(5, 1, 2, 1, 1, new(1, 7, 2), first), await cart.StatsAsync());
        Assert.Equal(
            ["GET /api/v1/automations/cart/runs?limit=500&customer=u%3A7", "GET /api/v1/automations/cart/actions?limit=500&state=givenUp", "GET /api/v1/automations/cart/stats"], calling.Requests);
    }
}
