using System.Diagnostics;
using Crm.Bench.Store1m;

namespace Crm.Bench.Scaling;

/// <summary>One silo against two and three as processes of their own, on the processors of one machine: what it costs to be several, and how soon the others have what a dead one had.</summary>
/// <param name="Customers">Each comes once before anything is measured.</param>
/// <param name="Seconds">At full speed, for each number of silos.</param>
/// <param name="Settings">Of the silos.</param>
internal sealed record ScalingScenario(string Server, int Customers, int Segments, int Seconds, IReadOnlyDictionary<string, string> Settings)
{
    private const int Automations = 10;
    private const int SteadyRate = 5_000;

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(15);

    /// <param name="parts">Those named, or with none everything.</param>
    public async Task<Figures> Run(IReadOnlyCollection<string> parts)
    {
        var figures = new Figures("scaling");
        for (var silos = 1; silos <= 3 && Asked("silos"); silos++)
        {
            await Measure(figures, silos);
        }

        await (Asked("takeover") ? TakeOver(figures) : Task.CompletedTask);
        if (Asked("common") && await AsCommonlyWritten.EventsPerSecond(Server, Customers, Warming) is { } common)
        {
            figures.Add("Orleans as commonly written: a call and a WriteStateAsync for each event", common, "events/s");
            if (figures.Of("sustained, 1 silo") is { } ours)
            {
                figures.Add("sustained, 1 silo, of that", ours / common, "");
            }
        }

        return figures;

        bool Asked(string part) => parts.Count == 0 || parts.Contains(part);
    }

    private async Task Measure(Figures figures, int silos)
    {
        var what = silos == 1 ? "1 silo" : $"{silos} silos";
        await using var store = await StoreUnderTest.Start(Server, Segments, Automations, With(("Crm__Pump__Archive", "Log")), silos: silos);
        using var load = new KafkaLoad(store, new Clicks(Customers, StoreUnderTest.Partitions, 1));
        await Fill(store, load);
        var (calls, away) = (await store.Sum("crm_pump_calls_total"), await store.Sum("crm_customer_calls_away_total"));
        var phase = await Phase.Measure(store, load, stop => load.Run(null, null, stop), TimeSpan.FromSeconds(Seconds));
        figures.Add($"sustained, {what}", phase.EventsPerSecond, "events/s", silos == 1 ? "40000" : "");
        figures.Add($"processor of the silos, {what}", phase.SiloMicroseconds, "µs an event");
        figures.Add($"processor of PostgreSQL, {what}", phase.PostgresMicroseconds, "µs an event");
        figures.Add($"allocated, {what}", phase.AllocatedBytes, "bytes an event");
        figures.Add($"calls of customers that were local, {what}", 100 * (1 - ((await store.Sum("crm_customer_calls_away_total") - away) / (await store.Sum("crm_pump_calls_total") - calls))), "%", "99");
        await Task.Delay(Warming); // what full speed left behind is stored
        using var stop = new CancellationTokenSource();
        var steady = load.Run(SteadyRate, null, stop.Token);
        var (p50, p99) = await new Visibility(store).Measure(Steady);
        await stop.CancelAsync();
        await steady;
        figures.Add($"append until visible at {SteadyRate:N0}/s, {what}, p50", p50, "ms");
        figures.Add($"append until visible at {SteadyRate:N0}/s, {what}, p99", p99, "ms");
    }

    // With the time-outs that a group has by default; the mock brokers keep 5 MB of a partition, which what waits has to fit.
    private async Task TakeOver(Figures figures)
    {
        await using var store = await StoreUnderTest.Start(
            Server, Segments, Automations, With(("Crm__Pump__Archive", "Log"), ("Crm__Pump__ReplayRecords", "4000"), ("Crm__Kafka__SessionTimeout", "00:00:06")), mayBeDown: true, silos: 3);
        using var load = new KafkaLoad(store, new Clicks(Customers, StoreUnderTest.Partitions, 1)) { MostBehind = 100_000 };
        await Fill(store, load);
        using var stop = new CancellationTokenSource();
        var running = load.Run(SteadyRate / 2, null, stop.Token);
        await Task.Delay(Warming);
        await store.Silos[^1].Kill();
        var (there, clock) = (load.Ended(), Stopwatch.StartNew());
        await load.Reached(there);
        figures.Add($"after kill -9 of one of 3 silos at {SteadyRate / 2:N0}/s, until all that came before it is durable", clock.Elapsed.TotalSeconds, "s", "15");
        var (calls, away) = (await store.Sum("crm_pump_calls_total"), await store.Sum("crm_customer_calls_away_total"));
        await Task.Delay(Warming);
        figures.Add("calls of customers that were local, right after that", 100 * (1 - ((await store.Sum("crm_customer_calls_away_total") - away) / (await store.Sum("crm_pump_calls_total") - calls))), "%", "99");
        await stop.CancelAsync();
        await running;
        await load.Applied();
    }

    private async Task Fill(StoreUnderTest store, KafkaLoad load)
    {
        await load.Run(null, Enumerable.Range(0, Customers).GetEnumerator(), CancellationToken.None);
        await load.Applied();
        await Phase.Measure(store, load, stop => load.Run(null, null, stop), Warming);
    }

    private Dictionary<string, string> With(params (string Name, string Value)[] settings) =>
        settings.Select(static pair => KeyValuePair.Create(pair.Name, pair.Value)).Concat(Settings).DistinctBy(static pair => pair.Key).ToDictionary();
}
