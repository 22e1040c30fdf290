using System.Diagnostics;
using Crm.Bench.Load;

namespace Crm.Bench.Store1m;

/// <summary>A large store through Kafka, the silo a process of its own, PostgreSQL and the load beside it; docs/performance.md says what each figure means.</summary>
/// <param name="Customers">Each comes once, in order, before anything is measured.</param>
/// <param name="Seconds">At full speed; other parts take what they take.</param>
/// <param name="Settings">Of the silo.</param>
internal sealed record Store1mScenario(string Server, int Customers, int Segments, int Automations, int Seconds, IReadOnlyDictionary<string, string> Settings)
{
    private const string KeptByKafka = "archive in Kafka's keeping";
    private const int SteadyRate = 10_000;
    private const int Flips = 100_000;
    private const int Cold = 200_000;

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Peer = TimeSpan.FromSeconds(5);

    private TimeSpan Duration => TimeSpan.FromSeconds(Seconds);

    /// <param name="parts">Those named, or with none everything.</param>
    public async Task<Figures> Run(IReadOnlyCollection<string> parts)
    {
        var figures = new Figures("store-1m");
        var clicks = new Clicks(Customers, StoreUnderTest.Partitions, 1);
        if (Asked("speed", "resident", "latency", "flips", "restart"))
        {
            await using var store = await Start(("Crm__Pump__Archive", "Log"));
            using var load = new KafkaLoad(store, clicks);
            await (Asked("resident") ? Resident(figures, store, load) : Come(store, load));
            await WarmUp(store, load);
            await (Asked("speed") ? FullSpeed(figures, KeptByKafka, "80000", store, load) : Task.CompletedTask);
            await (Asked("latency") ? Steady(figures, store, load) : Task.CompletedTask);
            await (Asked("flips") ? WakeUps(figures, store, load) : Task.CompletedTask);
            await (Asked("restart") ? Restart(figures, store, load) : Task.CompletedTask);
        }

        if (Asked("archive"))
        {
            await using var store = await Start();
            using var load = new KafkaLoad(store, clicks);
            await Fill(store, load);
            await FullSpeed(figures, "archive in PostgreSQL", "50000", store, load);
        }

        await (Asked("kills") ? Kills(figures, clicks) : Task.CompletedTask);
        await (Asked("peers") ? Compare(figures, clicks) : Task.CompletedTask);
        return figures;

        bool Asked(params ReadOnlySpan<string> any)
        {
            foreach (var part in any)
            {
                if (parts.Count == 0 || parts.Contains(part))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Only the speed, with the archive in the log's keeping.</summary>
    public async Task<Phase> Speed()
    {
        await using var store = await Start(("Crm__Pump__Archive", "Log"));
        using var load = new KafkaLoad(store, new Clicks(Customers, StoreUnderTest.Partitions, 1));
        await Fill(store, load);
        return await Phase.Measure(store, load, stop => load.Run(null, null, stop), Duration);
    }

    private Task<StoreUnderTest> Start(params (string Name, string Value)[] settings) => Start(mayBeDown: false, settings);

    private Task<StoreUnderTest> Start(bool mayBeDown, params (string Name, string Value)[] settings) => StoreUnderTest.Start(
        Server, Segments, Automations, settings.Select(static pair => KeyValuePair.Create(pair.Name, pair.Value)).Concat(Settings).DistinctBy(static pair => pair.Key).ToDictionary(), mayBeDown);

    private async Task Fill(StoreUnderTest store, KafkaLoad load)
    {
        await Come(store, load);
        await WarmUp(store, load);
    }

    private static async Task WarmUp(StoreUnderTest store, KafkaLoad load) => await Phase.Measure(store, load, stop => load.Run(null, null, stop), Warming);

    // What they add to the heap of a silo that has none: at full speed half of a million come no more than once or twice in a minute.
    private async Task Resident(Figures figures, StoreUnderTest store, KafkaLoad load)
    {
        var before = await store.HeapBytes();
        await Come(store, load);
        figures.Add("resident customer who came once, what they add to the heap", (await store.HeapBytes() - before) / Customers, "bytes", "2048");
    }

    private async Task Come(StoreUnderTest store, KafkaLoad load)
    {
        await Phase.Measure(store, load, stop => load.Run(null, Enumerable.Range(0, Customers).GetEnumerator(), stop), Timeout.InfiniteTimeSpan);
        while (await store.Scalar<long>("select count(*) from crm.partitions where s_offset < e_offset") > 0)
        {
            await Task.Delay(500); // all are stored: what comes next is not paid for the beginning
        }
    }

    private async Task FullSpeed(Figures figures, string what, string reach, StoreUnderTest store, KafkaLoad load)
    {
        var phase = await Phase.Measure(store, load, stop => load.Run(null, null, stop), Duration);
        figures.Add($"sustained, {what}", phase.EventsPerSecond, "events/s", reach);
        figures.Add($"processor of the silo, {what}", phase.SiloMicroseconds, "µs an event");
        figures.Add($"processor of PostgreSQL, {what}", phase.PostgresMicroseconds, "µs an event");
        figures.Add($"processor of load and brokers, {what}", phase.LoadMicroseconds, "µs an event");
        figures.Add($"allocated by the silo, {what}", phase.AllocatedBytes, "bytes an event", "400");
        figures.Add($"snapshots, {what}", phase.Snapshots, "an event");
        figures.Add($"resident customer, {what}", await store.HeapBytes() / Math.Max(1, await store.Scalar<long>("select count(*) from crm.snapshots")), "bytes, the whole heap divided", "2048");
    }

    private static async Task Steady(Figures figures, StoreUnderTest store, KafkaLoad load)
    {
        await Task.Delay(Warming); // what full speed left behind is stored
        using var stop = new CancellationTokenSource();
        var steady = load.Run(SteadyRate, null, stop.Token);
        var (p50, p99) = await new Visibility(store).Measure(TimeSpan.FromSeconds(20));
        await stop.CancelAsync();
        await steady;
        await load.Applied();
        figures.Add($"append until visible at {SteadyRate:N0}/s, p50", p50, "ms", "20");
        figures.Add($"append until visible at {SteadyRate:N0}/s, p99", p99, "ms", "100");
    }

    // All come at the same instant of their own, and so all leave the segment at one instant.
    private static async Task WakeUps(Figures figures, StoreUnderTest store, KafkaLoad load)
    {
        await store.PutSegment("awake", "did \"Wake\" in the last 1 minute");
        var at = DateTimeOffset.UtcNow;
        await load.Once("Wake", Flips, at);
        await load.Applied();
        var due = at.AddMinutes(1).ToUnixTimeMilliseconds();
        const string Left = "from crm.feed where segment = 'awake' and change = 1";
        while (await store.Scalar<long>($"select count(*) {Left}") < Flips)
        {
            if (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() > due + 120_000)
            {
                throw new InvalidOperationException("The wake-ups did not come.");
            }

            await Task.Delay(500);
        }

        figures.Add($"{Flips:N0} flips due at one instant, until all are recorded", (await store.Scalar<long>($"select max(recorded_at) {Left}") - due) / 1_000.0, "s", "5");
    }

    private async Task Restart(Figures figures, StoreUnderTest store, KafkaLoad load)
    {
        await store.Silo.Stop();
        var snapshots = await store.Scalar<long>("select count(*) from crm.snapshots");
        var clock = Stopwatch.StartNew();
        store.Silo.Launch();
        await load.Run(null, Enumerable.Range(0, 1).GetEnumerator(), CancellationToken.None);
        await load.Applied();
        figures.Add($"restart with {snapshots:N0} snapshots until a new event is applied", clock.Elapsed.TotalSeconds, "s", "3");
        var phase = await Phase.Measure(store, load, stop => load.Run(null, Enumerable.Range(0, Math.Min(Cold, Customers)).GetEnumerator(), stop), Timeout.InfiniteTimeSpan);
        figures.Add("cold customers touched", phase.EventsPerSecond, "customers/s", "25000");
    }

    // The mock brokers keep 5 MB of a partition: what a restart replays, and what waits, has to fit.
    private async Task Kills(Figures figures, Clicks clicks)
    {
        await using var store = await Start(mayBeDown: true, ("Crm__Pump__Archive", "Log"), ("Crm__Pump__ReplayRecords", "4000"));
        using var load = new KafkaLoad(store, clicks) { MostBehind = 50_000 };
        await Fill(store, load);
        foreach (var (rate, what, reach) in ((int?, string, string)[])[(null, "full speed", "30"), (SteadyRate, $"{SteadyRate:N0}/s", "5")])
        {
            using var stop = new CancellationTokenSource();
            var running = load.Run(rate, null, stop.Token);
            await Task.Delay(Warming);
            await store.Silo.Kill();
            var (there, clock) = (load.Produced, Stopwatch.StartNew());
            store.Silo.Launch();
            while (load.Produced - await load.Ask() < there)
            {
                await Task.Delay(20);
            }

            figures.Add($"after kill -9 at {what}, until all that came before it is durable", clock.Elapsed.TotalSeconds, "s", reach);
            await stop.CancelAsync();
            await running;
            await load.Applied();
        }
    }

    private async Task Compare(Figures figures, Clicks clicks)
    {
        ReadOnlyMemory<byte>[] events = [.. Enumerable.Range(0, 200_000).Select(_ => (ReadOnlyMemory<byte>)clicks.Next(DateTimeOffset.UtcNow).Value)];
        Beside(figures, "the limit: one thread decodes and adds up", LimitLoop.EventsPerSecond(events, Peer));
        await using (var store = await StoreUnderTest.Start(Server, 0, 0, new Dictionary<string, string>()))
        {
            Beside(figures, "PostgreSQL alone: upserts of the same figures", await Peers.Postgres(store.Database, events, Peer));
        }

        if (await Peers.Redis(events, Peer) is { } redis)
        {
            Beside(figures, "Redis: a pipelined script, append-only file", redis);
        }
    }

    private static void Beside(Figures figures, string what, double eventsPerSecond)
    {
        figures.Add(what, eventsPerSecond, "events/s");
        if (figures.Of($"sustained, {KeptByKafka}") is { } sustained)
        {
            figures.Add($"sustained, {KeptByKafka}, of that", sustained / eventsPerSecond, "");
        }
    }
}
