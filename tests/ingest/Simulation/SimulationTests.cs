using System.Diagnostics;
using Xunit.Abstractions;

namespace Crm.Ingest.Tests.Simulation;

/// <summary>
/// Pumps, customers, a log and a database in one process under a seeded scheduler: every await is a place to switch, to crash, to sleep through a
/// take-over. CRM_SEED is the first seed and CRM_SEEDS how many; a seed gives the same run every time.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    [Fact]
    public void Run_AnyInterleavingAndAnyMishaps_EqualsThePureFold()
    {
        var first = int.TryParse(Environment.GetEnvironmentVariable("CRM_SEED"), out var given) ? given : 1;
        var count = int.TryParse(Environment.GetEnvironmentVariable("CRM_SEEDS"), out var many) ? many : 600;
        var (started, steps, trace) = (Stopwatch.GetTimestamp(), 0L, 0L);
        foreach (var seed in Enumerable.Range(first, count))
        {
            var run = Run(seed);
            (steps, trace) = (steps + run.Steps, trace * 31 + run.Trace);
        }

        var minutes = Stopwatch.GetElapsedTime(started).TotalMinutes;
        output.WriteLine($"{count} interleavings of {steps / count} steps, {count / minutes:0} a minute; trace {trace:x}");
    }

    [Fact]
    public void Run_SameSeed_IsTheSameRun()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            Assert.Equal(Run(seed).Trace, Run(seed).Trace);
        }
    }

    private Simulation Run(int seed)
    {
        var simulation = new Simulation(seed);
        try
        {
            simulation.Run();
        }
        catch
        {
            output.WriteLine($"CRM_SEED={seed} CRM_SEEDS=1, after {simulation.Steps} steps");
            throw;
        }

        return simulation;
    }
}
