using Crm.Bench.Store1m;

namespace Crm.Bench.Page;

/// <summary>How long a customer's page takes while events flow: of customers in memory, and of such as nobody has touched since the start.</summary>
/// <param name="Customers">With five events each; those beyond the first <see cref="Hot"/> get no more.</param>
/// <param name="Seconds">Of the reads of each kind.</param>
/// <param name="Settings">Of the silo.</param>
internal sealed record PageScenario(string Server, int Customers, int Seconds, IReadOnlyDictionary<string, string> Settings)
{
    private const int Hot = 10_000; // Zipf-distributed
    private const int Asked = 500; // the hottest of them
    private const int Segments = 50;
    private const int Automations = 10;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    /// <param name="eventsPerSecond">While pages are read.</param>
    /// <param name="readsPerSecond">Of pages.</param>
    public async Task<Figures> Run(int eventsPerSecond, int readsPerSecond)
    {
        var figures = new Figures("page", "embedded");
        await using var store = await StoreUnderTest.Start(Server, Segments, Automations, Settings);
        using var load = new KafkaLoad(store, new Clicks(Hot, StoreUnderTest.Partitions, 1));
        for (var round = 0; round < 5; round++)
        {
            await load.Run(null, Enumerable.Range(0, Customers).GetEnumerator(), CancellationToken.None);
        }

        await load.Applied();
        await store.Silo.Stop();
        await store.Silo.Start(); // nobody is in memory

        using var stop = new CancellationTokenSource();
        var running = load.Run(eventsPerSecond, null, stop.Token);
        using var reads = new PageReads(store);
        await reads.Run(Enumerable.Range(0, (int)WarmUp.TotalSeconds * readsPerSecond).Select(static n => n % Asked), readsPerSecond);
        var (silo, postgres) = await reads.Idle(WarmUp);
        var count = Seconds * readsPerSecond;
        var resident = await reads.Run(Enumerable.Range(0, count).Select(static n => n % Asked), readsPerSecond);
        var cold = await reads.Run(Enumerable.Range(Hot, Math.Min(count, Customers - Hot)), readsPerSecond);
        await stop.CancelAsync();
        await running;
        Add(figures, "resident", "10", resident, silo / WarmUp, postgres / WarmUp);
        Add(figures, "cold", "30", cold, silo / WarmUp, postgres / WarmUp);
        return figures;
    }

    // What the load alone uses is taken off.
    private static void Add(Figures figures, string what, string reach, PageTimes times, double silo, double postgres)
    {
        figures.Add($"page of a {what} customer, p50", times.At(0.5), "ms");
        figures.Add($"page of a {what} customer, p99", times.At(0.99), "ms", reach);
        figures.Add($"page of a {what} customer, most", times.Milliseconds[^1], "ms");
        figures.Add($"processor of the silo, {what}", (times.Silo - silo * times.Took).TotalMicroseconds / times.Milliseconds.Length, "µs a page");
        figures.Add($"processor of PostgreSQL, {what}", (times.Postgres - postgres * times.Took).TotalMicroseconds / times.Milliseconds.Length, "µs a page");
    }
}
