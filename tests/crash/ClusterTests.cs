using Crm.Crash.Tests.Servers;
using Xunit.Abstractions;

namespace Crm.Crash.Tests;

/// <summary>The same under fire, by three silos that are one cluster: whichever is asked answers, whatever happens to the others.</summary>
public sealed class ClusterTests(ITestOutputHelper output)
{
    private const int Silos = 3;

    private static readonly int Faults = CrashTests.Number("CRM_FAULTS", 3);

    [Theory]
    [MemberData(nameof(CrashTests.Runs), MemberType = typeof(CrashTests))]
    public async Task Run_OfThreeSilosUnderFaults_EqualsTheOracle(string log, int seed)
    {
        output.WriteLine($"seed {seed}");
        await using var installation = await Installation.Create(log == "kafka", CrashTests.Settings(log, new(seed), seed), cluster: Silos);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(240 + (40 * Faults)));

        var longest = await new CrashRun(installation, seed, Faults, output).Run(patience.Token);

        output.WriteLine($"longest until live again: {longest.TotalSeconds:N1} s");
        Assert.True(longest < CrashTests.Alive, $"It was live again only {longest.TotalSeconds:N1} s after a fault's end.");
    }
}
