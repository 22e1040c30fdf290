using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Health;

[Collection(SiloCollection.Name)]
public class HealthTests(SiloFixture fixture)
{
    [Fact]
    public async Task Get_Probes_AnswerWithoutAKey()
    {
        using var http = new HttpClient { BaseAddress = fixture.Silo.Url };

        Assert.Equal("""{"status":"live"}""", await http.GetStringAsync("/health/live"));
        Assert.Equal("""{"status":"ready"}""", await http.GetStringAsync("/health/ready"));
    }

    [Fact]
    public async Task Get_Metrics_HasOursAndTheRuntimes()
    {
        using var store = await fixture.Store();
        await store.Apply("page", """{"userId":"1"}""");
        using var http = new HttpClient { BaseAddress = fixture.Silo.Url };

        var text = await http.GetStringAsync("/metrics");

        Assert.Contains("# TYPE crm_collector_events_total counter\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE crm_commit_duration_seconds histogram\n", text, StringComparison.Ordinal);
        Assert.Contains("dotnet_gc_collections_total", text, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration_seconds_bucket", text, StringComparison.Ordinal);
        Assert.DoesNotContain("u:1", text, StringComparison.Ordinal);
    }
}
