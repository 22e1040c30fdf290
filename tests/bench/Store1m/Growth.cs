namespace Crm.Bench.Store1m;

/// <summary>How the cost of an event grows with the rules that exist and with the customers there are: the rest is as in store-1m.</summary>
internal static class Growth
{
    private static readonly int[] Segments = [10, 50, 200, 1_000];
    private static readonly int[] Customers = [10_000, 100_000, 1_000_000];

    public static async Task<Figures> Run(Store1mScenario scenario)
    {
        var figures = new Figures("growth");
        foreach (var segments in Segments)
        {
            Add(figures, $"{segments} segments, 100,000 customers", await (scenario with { Segments = segments, Customers = 100_000 }).Speed());
        }

        foreach (var customers in Customers.Where(count => count <= scenario.Customers))
        {
            Add(figures, $"50 segments, {customers:N0} customers", await (scenario with { Segments = 50, Customers = customers }).Speed());
        }

        return figures;
    }

    private static void Add(Figures figures, string what, Phase phase)
    {
        figures.Add($"sustained, {what}", phase.EventsPerSecond, "events/s");
        figures.Add($"processor of the silo, {what}", phase.SiloMicroseconds, "µs an event");
        figures.Add($"processor of PostgreSQL, {what}", phase.PostgresMicroseconds, "µs an event");
        figures.Add($"snapshots, {what}", phase.Snapshots, "an event");
    }
}
