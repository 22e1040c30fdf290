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
    private const int Quick = 500; // pages a second where their cost is measured
    private const int Segments = 50;
    private const int Automations = 10;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);

    /// <param name="eventsPerSecond">While pages are read.</param>
    /// <param name="readsPerSecond">Of pages.</param>
    public async Task<Figures> Run(int eventsPerSecond, int readsPerSecond)
    {
        var figures = new Figures("page");
        await using var store = await StoreUnderTest.Start(Server, Segments, Automations, Settings);
        using var load = new KafkaLoad(store, new Clicks(Hot, StoreUnderTest.Partitions, 1));
        for (var round = 0; round < 5; round++)
        {
            await load.Run(null, Enumerable.Range(0, Customers).GetEnumerator(), CancellationToken.None);
        }

        await load.Applied();
        await store.Silo.Stop();
        await store.Silo.Start(); // nobody is in memory

        using var reads = new PageReads(store);
        var count = Seconds * readsPerSecond;
        await reads.Run(Resident(count), Quick);
        Cost(figures, "cold", await reads.Run(Cold(0, count), Quick));
        Cost(figures, "resident", await reads.Run(Resident(count), Quick));

        using var stop = new CancellationTokenSource();
        var running = load.Run(eventsPerSecond, null, stop.Token);
        await reads.Run(Resident((int)WarmUp.TotalSeconds * readsPerSecond), readsPerSecond);
        Times(figures, "resident", "10", await reads.Run(Resident(count), readsPerSecond));
        Times(figures, "cold", "30", await reads.Run(Cold(count, count), readsPerSecond));
        await stop.CancelAsync();
        await running;
        return figures;
    }

    private static IEnumerable<int> Resident(int count) => Enumerable.Range(0, count).Select(static n => n % Asked);

    private IEnumerable<int> Cold(int first, int count) => Enumerable.Range(Math.Min(Hot + first, Customers - 1), Math.Clamp(Customers - Hot - first, 1, count));

    // With nothing else to do: the processor's time is the pages' own, however slow the machine.
    private static void Cost(Figures figures, string what, PageTimes times)
    {
        figures.Add($"processor of the silo, {what}", times.Silo.TotalMicroseconds, "µs a page");
        figures.Add($"processor of PostgreSQL, {what}", times.Postgres.TotalMicroseconds, "µs a page");
        figures.Add($"allocated, {what}", times.Allocated, "bytes a page");
        figures.Add($"page of a {what} customer without load, p99", times.At(0.99), "ms");
    }

    private static void Times(Figures figures, string what, string reach, PageTimes times)
    {
        figures.Add($"page of a {what} customer under load, p50", times.At(0.5), "ms");
        figures.Add($"page of a {what} customer under load, p99", times.At(0.99), "ms", reach);
        figures.Add($"page of a {what} customer under load, most", times.Milliseconds[^1], "ms");
    }
}
