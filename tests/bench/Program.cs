using System.CommandLine;
using Crm.Bench.Ingest;
using Crm.Bench.Micro;
using Crm.Bench.Page;
using Crm.Bench.Rfm;
using Crm.Bench.Scaling;
using Crm.Bench.Store1m;
using Crm.Bench.Telemetry;

var name = new Argument<string>("name") { Description = "The scenario: ingest; kafka: the same with Kafka as the log; store-1m: a large store, everything; growth: its speed by segments and customers; scaling: one silo, two and three; page: a customer's page while events flow; rfm: a refresh of a large store while events flow; telemetry: what tracing costs; micro: decoding, fold and snapshots by themselves, without a server." };
name.AcceptOnlyFromAmong("ingest", "kafka", "store-1m", "growth", "scaling", "page", "rfm", "telemetry", "micro");
var json = new Option<FileInfo?>("--json") { Description = "Also write the report to this file." };
var customers = new Option<int?>("--customers") { Description = "Customers of the store. Default 100,000; of store-1m 1,000,000." };
var seconds = new Option<int?>("--seconds") { Description = "Seconds at full speed, after a warm-up. Default 20; of store-1m 60." };
var latency = new Option<int>("--latency-seconds") { Description = "Seconds at 5,000 events/s.", DefaultValueFactory = static _ => 15 };
var segments = new Option<int>("--segments") { Description = "Segments of store-1m.", DefaultValueFactory = static _ => 50 };
var settings = new Option<string[]>("--set") { Description = "A setting of the silo of store-1m, growth and page, such as Crm:Pump:ReplayRecords=20000.", AllowMultipleArgumentsPerToken = true };
var parts = new Option<string[]>("--parts") { Description = "Only these parts of store-1m: speed, resident, latency, flips, restart, archive, kills, peers; of scaling: silos, takeover, common.", AllowMultipleArgumentsPerToken = true };
parts.AcceptOnlyFromAmong("speed", "resident", "latency", "flips", "restart", "archive", "kills", "peers", "silos", "takeover", "common");
var command = new RootCommand("Measures Crm.Orleans against the PostgreSQL server that CRM_POSTGRES names, in a database of its own.") { name, json, customers, seconds, latency, segments, settings, parts };
command.SetAction(async (parsed, cancellationToken) =>
{
    if (parsed.GetValue(name) == "micro")
    {
        MicroScenario.Run();
        return 0;
    }

    if (Environment.GetEnvironmentVariable("CRM_POSTGRES") is not { Length: > 0 } server)
    {
        await Console.Error.WriteLineAsync("CRM_POSTGRES names no server: set it to a connection string with the right to create databases.");
        return 2;
    }

    var (people, duration, steady) = (parsed.GetValue(customers) ?? 100_000, TimeSpan.FromSeconds(parsed.GetValue(seconds) ?? 20), TimeSpan.FromSeconds(parsed.GetValue(latency)));
    if (parsed.GetValue(name) is "store-1m" or "growth" or "scaling" or "page" or "rfm")
    {
        var set = (parsed.GetValue(settings) ?? []).Select(static setting => setting.Split('=', 2)).ToDictionary(static pair => pair[0].Replace(":", "__", StringComparison.Ordinal), static pair => pair[1]);
        var scenario = new Store1mScenario(server, parsed.GetValue(customers) ?? 1_000_000, parsed.GetValue(segments), 10, parsed.GetValue(seconds) ?? 60, set);
        var figures = parsed.GetValue(name) switch
        {
            "page" => await new PageScenario(server, parsed.GetValue(customers) ?? 30_000, parsed.GetValue(seconds) ?? 20, set).Run(5_000, 100),
            "rfm" => await new RfmScenario(server, parsed.GetValue(customers) ?? 1_000_000, parsed.GetValue(segments), set).Run(),
            "scaling" => await new ScalingScenario(server, people, parsed.GetValue(segments), parsed.GetValue(seconds) ?? 20, set).Run(parsed.GetValue(parts) ?? []),
            "growth" => await Growth.Run(scenario),
            _ => await scenario.Run(parsed.GetValue(parts) ?? []),
        };
        Console.WriteLine(figures);
        if (parsed.GetValue(json) is { } place)
        {
            await File.WriteAllTextAsync(place.FullName, figures + "\n", cancellationToken);
        }

        return 0;
    }

    var report = parsed.GetValue(name) switch
    {
        "kafka" => await IngestScenario.RunOnKafka(server, people, duration, steady),
        "telemetry" => await TelemetryScenario.Run(server, people, duration),
        _ => await IngestScenario.Run(server, null, people, duration, steady),
    };
    Console.WriteLine(report);
    if (parsed.GetValue(json) is { } file)
    {
        await File.WriteAllTextAsync(file.FullName, report + "\n", cancellationToken);
    }

    return 0;
});
return await command.Parse(args).InvokeAsync();
