using System.Net;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Automations;

[Collection(SiloCollection.Name)]
public class AutomationTests(SiloFixture fixture)
{
    private const string Tagging = """
        {"name":"Tag the buyer","trigger":{"event":"Order Completed","where":"total >= 100"},"steps":[{"id":"buyer","tag":{"add":["big buyer"]}},{"id":"note","log":"a big order"}]}
        """;

    [Fact]
    public async Task Put_New_IsADraftThatDoesNothing()
    {
        using var store = await fixture.Store();
        var answer = (await store.Put("/api/v1/automations/tagging?wait=live&timeout=30000", Tagging)).Ok();
        Assert.Equal(("draft", 1), (answer["state"].GetString(), answer["version"].GetInt32()));
        await Order(store, 200);
        Assert.Equal(0, (await store.Get("/api/v1/automations/tagging/stats")).Ok()["started"].GetInt32());
    }

    [Fact]
    public async Task Activate_Order_RunsActionsInOrderAndTheTagIsARecordOfTheCustomer()
    {
        using var store = await fixture.Store();
        (await store.Put("/api/v1/automations/tagging", Tagging)).Ok();
        Assert.Equal("active", (await store.Post("/api/v1/automations/tagging/activate?wait=live&timeout=30000", "")).Ok()["state"].GetString());
        await Order(store, 99);
        await Order(store, 100);
        var actions = await Finished(store, "tagging", 2);
        Assert.Equal(["note done 1", "buyer done 1"], actions);
        var run = (await store.Get("/api/v1/automations/tagging/runs")).Ok()["items"][0];
        Assert.Equal(("u:ann", 1, "completed"), (run.GetProperty("customer").GetString(), run.GetProperty("run").GetInt32(), run.GetProperty("state").GetString()));
        await Eventually(async () => (await store.Get("/api/v1/customers/u:ann")).Ok()["tags"].GetArrayLength() == 1);
        Assert.Equal("big buyer", (await store.Get("/api/v1/customers/u:ann"))["tags"][0].GetString());
        var stats = (await store.Get("/api/v1/automations/tagging/stats")).Ok();
        Assert.Equal((1, 1, 2), (stats["started"].GetInt32(), stats["completed"].GetInt32(), stats["actions"].GetProperty("done").GetInt32()));
    }

    [Fact]
    public async Task Paused_ActionsOfRunsGoOnOnlyOnceActiveAgain()
    {
        using var store = await fixture.Store();
        (await store.Put("/api/v1/automations/tagging", Tagging)).Ok();
        (await store.Post("/api/v1/automations/tagging/activate", "")).Ok();
        (await store.Post("/api/v1/automations/tagging/pause?wait=live&timeout=30000", "")).Ok();
        await Order(store, 500);
        Assert.Equal(0, (await store.Get("/api/v1/automations/tagging/stats")).Ok()["started"].GetInt32());
        (await store.Post("/api/v1/automations/tagging/activate?wait=live&timeout=30000", "")).Ok();
        await Order(store, 500);
        await Finished(store, "tagging", 2);
    }

    [Fact]
    public async Task Journeys_RunUnderWay_IsPartOfTheCustomer()
    {
        using var store = await fixture.Store("log");
        (await store.Put("/api/v1/automations/waits", """{"name":"Waits","trigger":{"event":"Visit"},"steps":[{"id":"pause","wait":"P1D"},{"log":"on"}]}""")).Ok();
        (await store.Post("/api/v1/automations/waits/activate?wait=live&timeout=30000", "")).Ok();
        await store.Apply("track", """{"userId":"ann","event":"Visit","timestamp":"2020-01-01T10:00:00Z"}""");
        var journey = (await store.Get("/api/v1/customers/u:ann")).Ok()["journeys"][0];
        Assert.Equal("""{"automation":"waits","run":1,"step":"pause","since":"2020-01-01T10:00:00.000Z"}""", journey.GetRawText());
        (await store.Post("/api/v1/clock", """{"to":"2020-01-02T10:00:00Z"}""")).Ok();
        Assert.Equal(0, (await store.Get("/api/v1/customers/u:ann"))["journeys"].GetArrayLength());
        var action = (await store.Get("/api/v1/automations/waits/actions")).Ok()["items"][0];
        Assert.Equal("2020-01-02T10:00:00.000Z", action.GetProperty("at").GetString());
    }

    [Fact]
    public async Task Put_Again_ChangesNothing_AndIfMatchGuardsTheVersion()
    {
        using var store = await fixture.Store();
        Assert.Equal(1, (await store.Put("/api/v1/automations/a", Tagging)).Ok()["version"].GetInt32());
        Assert.Equal(1, (await store.Put("/api/v1/automations/a", Tagging)).Ok()["version"].GetInt32());
        var changed = Tagging.Replace("100", "50", StringComparison.Ordinal);
        (await store.Send(HttpMethod.Put, "/api/v1/automations/a", TestStore.Body(changed), null, ("If-Match", "\"7\""))).Problem(HttpStatusCode.PreconditionFailed);
        Assert.Equal(2, (await store.Send(HttpMethod.Put, "/api/v1/automations/a", TestStore.Body(changed), null, ("If-Match", "\"1\""))).Ok()["version"].GetInt32());
        (await store.Delete("/api/v1/automations/a")).Expect(HttpStatusCode.NoContent);
        (await store.Get("/api/v1/automations/a")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task List_Pages_ComeByIdAndEnd()
    {
        using var store = await fixture.Store();
        foreach (var id in (string[])["c", "a", "b"])
        {
            (await store.Put($"/api/v1/automations/{id}", Tagging)).Ok();
        }

        var first = (await store.Get("/api/v1/automations?limit=2")).Ok();
        Assert.Equal(["a", "b"], first["items"].EnumerateArray().Select(static item => item.GetProperty("id").GetString()));
        var second = (await store.Get($"/api/v1/automations?limit=2&cursor={first["next"].GetString()}")).Ok();
        Assert.Equal(["c"], second["items"].EnumerateArray().Select(static item => item.GetProperty("id").GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, second["next"].ValueKind);
    }

    [Fact]
    public async Task Segment_AnAutomationStartsWithIt_CannotBeDeleted()
    {
        using var store = await fixture.Store();
        (await store.Put("/api/v1/automations/a", """{"name":"x","trigger":{"entered":"vip"},"steps":[{"log":"x"}]}""")).Problem(HttpStatusCode.BadRequest);
        await store.PutSegment("vip", "has tag \"vip\"");
        (await store.Put("/api/v1/automations/a", """{"name":"x","trigger":{"entered":"vip"},"steps":[{"log":"x"}]}""")).Ok();
        (await store.Delete("/api/v1/segments/vip")).Problem(HttpStatusCode.Conflict);
        (await store.Delete("/api/v1/automations/a")).Expect(HttpStatusCode.NoContent);
        (await store.Delete("/api/v1/segments/vip")).Expect(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("""{"name":"x","trigger":{"event":"A"},"steps":[]}""", "steps")]
    [InlineData("""{"name":"x","trigger":{"event":"A"},"steps":[{"wait":"2 hours"}]}""", "steps[0].wait")]
    [InlineData("""{"name":"x","trigger":{"event":"A"},"steps":[{"wait":"PT1H","log":"x"}]}""", "steps[0]")]
    [InlineData("""{"name":"x","trigger":{"event":"A"},"steps":[{"webhook":{"url":"ftp://x"}}]}""", "steps[0].webhook.url")]
    [InlineData("""{"name":"x","trigger":{"event":"A"},"steps":[{"id":"a","log":"x"},{"id":"a","log":"y"}]}""", "steps[1].id")]
    [InlineData("""{"name":"x","trigger":{"event":"A"},"exit":"orderz > 1","steps":[{"log":"x"}]}""", "exit")]
    [InlineData("""{"name":"x","trigger":{"event":"A","where":"total >"},"steps":[{"log":"x"}]}""", "trigger.where")]
    [InlineData("""{"name":"x","trigger":{"event":"A"},"again":"PT5S","steps":[{"log":"x"}]}""", "again")]
    [InlineData("""{"name":"x","trigger":{},"steps":[{"log":"x"}]}""", "trigger")]
    [InlineData("""{"name":"","trigger":{"event":""},"steps":[{"lok":"x"}]}""", "name")]
    [InlineData("""{"name":"x","trigger":{"event":"A"},"steps":[{"log":"x"}],"stepz":1}""", "stepz")]
    public async Task Put_Bad_NamesTheField(string body, string field)
    {
        using var store = await fixture.Store();
        Assert.Contains(field, (await store.Put("/api/v1/automations/a", body)).Problem(HttpStatusCode.BadRequest).Fields);
    }

    [Fact]
    public async Task Put_BadRule_SaysWhereAndSuggests()
    {
        using var store = await fixture.Store();
        var answer = (await store.Put("/api/v1/automations/a", """{"name":"x","trigger":{"event":"A"},"condition":"ordrs > 1","steps":[{"log":"x"}]}""")).Problem(HttpStatusCode.BadRequest);
        var error = answer["errors"][0];
        Assert.Equal(("condition", 0, "orders"), (error.GetProperty("field").GetString(), error.GetProperty("position").GetInt32(), error.GetProperty("suggestion").GetString()));
    }

    [Fact]
    public async Task Templates_EachCanBePut()
    {
        using var store = await fixture.Store();
        var templates = (await store.Get("/api/v1/automations/templates")).Ok()["items"].EnumerateArray().ToList();
        Assert.NotEmpty(templates);
        foreach (var (template, number) in templates.Select(static (template, number) => (template, number)))
        {
            (await store.Put($"/api/v1/automations/t{number}", template.GetRawText())).Ok();
        }
    }

    private static Task<Answer> Order(TestStore store, int total) =>
        store.Apply("track", $$"""{"userId":"ann","event":"Order Completed","properties":{"order_id":"{{Guid.NewGuid()}}","total":{{total}} } }""");

    private static async Task<string[]> Finished(TestStore store, string automation, int count)
    {
        await Eventually(async () => (await store.Get($"/api/v1/automations/{automation}/actions?state=done")).Ok()["items"].GetArrayLength() == count);
        return [.. (await store.Get($"/api/v1/automations/{automation}/actions"))["items"].EnumerateArray().Select(static action =>
            $"{action.GetProperty("step").GetString()} {action.GetProperty("state").GetString()} {action.GetProperty("attempts").GetInt32()}")];
    }

    private static async Task Eventually(Func<Task<bool>> holds)
    {
        for (var start = System.Diagnostics.Stopwatch.GetTimestamp(); !await holds();)
        {
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30), "It did not come about within 30 s.");
            await Task.Delay(20);
        }
    }
}
