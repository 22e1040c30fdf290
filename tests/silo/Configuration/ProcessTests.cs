using System.Net;
using Crm.TestSupport;
using Crm.TestSupport.Databases;

namespace Crm.Silo.Tests.Configuration;

public class ProcessTests
{
    [Fact]
    public async Task Start_BadSettings_NamesAllOfThemAndEnds()
    {
        await using var silo = new SiloProcess("", new Dictionary<string, string> { ["CRM_PARTITIONS"] = "0", ["CRM_MAX_APPENDS"] = "-1" });

        silo.Launch();

        Assert.Equal(78, await silo.WaitForExit());
        Assert.All((string[])["CRM_POSTGRES", "CRM_PARTITIONS", "CRM_MAX_APPENDS"], name => Assert.Contains(name, silo.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_ArchiveInALogThatForgets_IsNamed()
    {
        await using var silo = new SiloProcess("Host=127.0.0.1", new Dictionary<string, string> { ["Crm__Pump__Archive"] = "Log" });

        silo.Launch();

        Assert.Equal(78, await silo.WaitForExit());
        Assert.Contains("Crm:Pump:Archive", silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NoDatabase_WaitsThenSaysSo()
    {
        await using var silo = new SiloProcess("Host=127.0.0.1;Port=1;Username=nobody", new Dictionary<string, string> { ["Postgres__StartTimeout"] = "00:00:02" });

        silo.Launch();

        Assert.Equal(1, await silo.WaitForExit());
        Assert.Contains("PostgreSQL is not reached yet", silo.Output, StringComparison.Ordinal);
        Assert.Contains("Failed to connect to 127.0.0.1:1", silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_BadWebhookSettings_NamesAllOfThemAndEnds()
    {
        await using var silo = new SiloProcess("Host=127.0.0.1", new Dictionary<string, string>
        {
            ["CRM_WEBHOOK_ALLOW"] = "localhost,http://hooks.internal,10.0.0.0/99",
            ["Crm__Webhooks__Timeout"] = "00:05:00",
            ["Crm__Webhooks__ConnectionsPerHost"] = "0",
        });

        silo.Launch();

        Assert.Equal(78, await silo.WaitForExit());
        Assert.All((string[])["'http://hooks.internal'", "'10.0.0.0/99'", "Timeout", "ConnectionsPerHost"], name => Assert.Contains(name, silo.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_BadTelemetrySettings_NamesAllOfThemAndEnds()
    {
        await using var silo = new SiloProcess("Host=127.0.0.1", new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "somewhere",
            ["Crm__Telemetry__TraceRatio"] = "1.5",
            ["Crm__Telemetry__ContinuedPerSecond"] = "-1",
        });

        silo.Launch();

        Assert.Equal(78, await silo.WaitForExit());
        Assert.All((string[])["OTEL_EXPORTER_OTLP_ENDPOINT", "TraceRatio", "ContinuedPerSecond"], name => Assert.Contains(name, silo.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("TraceRatio")]
    [InlineData("Export")]
    public async Task Start_TelemetrySettingThatCannotBeRead_IsNamed(string setting)
    {
        await using var silo = new SiloProcess("Host=127.0.0.1", new Dictionary<string, string> { [$"Crm__Telemetry__{setting}"] = "perhaps" });

        silo.Launch();

        Assert.Equal(78, await silo.WaitForExit());
        Assert.Contains($"Crm:Telemetry:{setting}", silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WordForANumber_NamesTheSetting()
    {
        await using var silo = new SiloProcess("Host=127.0.0.1", new Dictionary<string, string> { ["CRM_PARTITIONS"] = "many" });

        silo.Launch();

        Assert.Equal(78, await silo.WaitForExit());
        Assert.Contains("CRM_PARTITIONS", silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kill_AfterTheAnswer_LosesNothing()
    {
        await using var database = await TestDatabase.Create(migrated: false);
        await using var silo = new SiloProcess(database.ConnectionString);
        await silo.Start();
        using var store = await TestStore.Create(silo.Url, "wall");
        (await store.Collect("batch", TestStore.Body($$"""{"batch":[{{string.Join(',', Enumerable.Range(0, 500).Select(static i => $$"""{"type":"identify","userId":"{{i}}"}"""))}}]}"""))).Ok();

        await silo.Kill();
        await silo.Start();

        await store.Apply("identify", """{"userId":"last"}""");
        await store.PutSegment("all", "everyone");
        Assert.Equal(501, (await store.Get("/api/v1/segments/all"))["count"].GetInt64());
    }

    [Fact]
    public async Task Stop_WithAStreamOpen_EndsInOrder()
    {
        await using var database = await TestDatabase.Create(migrated: false);
        await using var silo = new SiloProcess(database.ConnectionString);
        await silo.Start();
        using var store = await TestStore.Create(silo.Url, "wall");
        using var stream = await store.Open("/api/v1/changes/stream");
        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);

        Assert.Equal(0, await silo.Stop());
    }
}
