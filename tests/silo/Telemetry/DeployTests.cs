using System.Diagnostics;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Telemetry;

/// <summary>Dashboards and alerts against a real silo's metrics and a real Prometheus.</summary>
[Collection(SiloCollection.Name)]
public class DeployTests(SiloFixture fixture)
{
    [Theory]
    [InlineData("check", "config", "prometheus.yml")]
    [InlineData("check", "config", "compose.yml")]
    [InlineData("check", "rules", "alerts.yml")]
    [InlineData("test", "rules", "alerts.test.yml")]
    public async Task Promtool_WhatIsDeployed_HasNothingToSay(string verb, string what, string file)
    {
        var (code, output) = await PrometheusServer.Check(verb, what, file);

        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task Prometheus_ScrapesASilo_EveryQueryNamesWhatIsThereAndHasAnAnswer()
    {
        using var store = await fixture.Store();
        using var stream = await Traffic(store);
        await using var prometheus = new PrometheusServer(fixture.Silo.Url);
        await prometheus.WaitFor("crm_pump_lag");
        await prometheus.WaitFor("crm_outbox_pending");
        await prometheus.WaitFor("rate(crm_action_attempts_total[30s])"); // two scrapes after the last metric came
        var rules = await prometheus.Get("/api/v1/rules");
        var metrics = new Exposition((await store.Get("/metrics")).Ok().Text);

        var dashboard = DeployedQuery.OfDashboard();
        var alerts = DeployedQuery.OfRules(rules);

        Assert.True(dashboard.Count > 30 && alerts.Count > 10, $"{dashboard.Count} queries, {alerts.Count} alerts");
        Assert.Empty(dashboard.Concat(alerts).SelectMany(query => query.Missing(metrics)));
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/telemetry.md"));
        Assert.All(metrics.Names.Where(static name => name.StartsWith("crm_", StringComparison.Ordinal)), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
        Assert.All(alerts, alert => Assert.Contains($"`{alert.Where}`", page, StringComparison.Ordinal));
        Assert.All(DeployedQuery.NamesOfAutoscaling(), name => Assert.Contains(name, metrics.Names));
        foreach (var query in dashboard)
        {
            Assert.True((await prometheus.Query(query.Concrete)).Count > 0, $"{query.Where} has no answer: {query.Concrete}");
        }

        foreach (var alert in alerts)
        {
            await prometheus.Query(alert.Expression);
        }

        Assert.Empty(await prometheus.Query("""ALERTS{alertname=~"CrmSiloDown|CrmPartitionNotPumped|CrmLag.*|CrmCommitFails"}"""));
    }

    [Fact]
    public void Missing_WhatIsNotThereOrOfAnotherKind_IsNamed()
    {
        var metrics = new Exposition("""
            # TYPE crm_a_total counter
            crm_a_total{kind="x,}\"y"} 1
            # TYPE crm_b gauge
            crm_b{partition="1"} 2
            # TYPE crm_c_seconds histogram
            crm_c_seconds_bucket{le="1"} 2

            """);

        Assert.Empty(Missing("sum by (kind) (rate(crm_a_total{kind=~\"x\"}[1m])) / on () max(crm_b) + rate(crm_c_seconds_count[1m])"));
        Assert.Equal(["q: there is no crm_d"], Missing("crm_d"));
        Assert.Equal(["q: there is no crm_c"], Missing("rate(crm_c[1m])"));
        Assert.Equal(["q: crm_b is a gauge, in rate"], Missing("rate(crm_b[1m])"));
        Assert.Equal(["q: crm_a_total is a counter, in no function"], Missing("crm_a_total"));
        Assert.Equal(["q: crm_b has no label store"], Missing("crm_b{store=\"x\"}"));
        Assert.Equal(["q: no series has the label store"], Missing("sum by (store, partition) (crm_b)"));
        Assert.Equal(["q: no series has the label store"], Missing("crm_b", "{{store}}"));

        IEnumerable<string> Missing(string expression, string legend = "") => new DeployedQuery("q", expression, legend).Missing(metrics);
    }

    // Events, a dead letter, an action, a refusal, and a listener.
    private static async Task<HttpResponseMessage> Traffic(TestStore store)
    {
        (await store.Put("/api/v1/automations/note", """{"name":"Note","trigger":{"event":"Visit"},"steps":[{"log":"seen"}]}""")).Ok();
        (await store.Post("/api/v1/automations/note/activate?wait=live&timeout=30000", "")).Ok();
        await store.Apply("track", """{"userId":"ann","event":"Visit"}""");
        (await store.Collect("batch", TestStore.Body("""{"batch":[{"type":"track","event":"no ids"},{"type":"track","userId":"bob","event":"Visit"}]}"""))).Ok();
        (await store.Collect("track", TestStore.Body("{}"), "no-such-key")).Problem(System.Net.HttpStatusCode.Unauthorized);
        for (var start = Stopwatch.GetTimestamp(); !(await store.Get("/metrics")).Text.Contains("crm_action_attempts_total", StringComparison.Ordinal); await Task.Delay(50))
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30), "No action was executed.");
        }

        return await store.Open("/api/v1/changes/stream");
    }
}
