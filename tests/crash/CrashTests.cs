using System.Globalization;
using Crm.Crash.Tests.Servers;
using Xunit.Abstractions;

namespace Crm.Crash.Tests;

/// <summary>
/// The guarantees under fire: CRM_SEEDS runs on each log, from CRM_SEED on, each with CRM_FAULTS faults (CRM_FAULT: those whose name contains it).
/// Seen to fail, with the fault that shows it: without the partition row's epoch and commit number (sleeps); with a commit of unknown outcome taken
/// for done (unknown outcome); where a replay is not silent (killed); where the collector acknowledges what the log did not take (out of reach);
/// where a customer's position is not asked for (joins and leaves); with a body that changes from attempt to attempt, or an attempt that
/// failed taken for done (receiver); without memory of messageIds (unknown outcome).
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private static readonly int Faults = Number("CRM_FAULTS", 6);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120 + (20 * Faults));
    internal static readonly TimeSpan Alive = TimeSpan.FromSeconds(30); // the figure to reach is 10 s, on a machine that does nothing else

    private static readonly int First = Number("CRM_SEED", 1);

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Run_UnderFaults_EqualsTheOracle(string log, int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var installation = await Installation.Create(log == "kafka", Settings(log, random, seed));
        using var patience = new CancellationTokenSource(Patience);

        var longest = await new CrashRun(installation, random.Next(), Faults, output).Run(patience.Token);

        output.WriteLine($"longest until live again: {longest.TotalSeconds:N1} s");
        Assert.True(longest < Alive, $"It was live again only {longest.TotalSeconds:N1} s after a fault's end.");
    }

    public static TheoryData<string, int> Runs()
    {
        var runs = new TheoryData<string, int>();
        foreach (var seed in Enumerable.Range(First, Number("CRM_SEEDS", 1)))
        {
            runs.Add("postgres", seed);
            runs.Add("kafka", seed);
        }

        return runs;
    }

    internal static Dictionary<string, string> Settings(string log, Random random, int seed) => new()
    {
        ["Crm__Pump__BatchRecords"] = Some(random, 5, 50, 2_000),
        ["Crm__Pump__GroupRecords"] = Some(random, 20, 10_000),
        ["Crm__Pump__WakeChunk"] = Some(random, 3, 5_000),
        ["Crm__Pump__BackfillPage"] = Some(random, 7, 500),
        ["Crm__Pump__ReplayRecords"] = Some(random, 0, 300, 20_000),
        ["Crm__Pump__EarlySnapshotsPerSecond"] = Some(random, 0, 500),
        ["Crm__Pump__Archive"] = log == "kafka" && seed % 2 == 1 ? "Log" : "Database", // then payloads are lent
    };

    private static string Some(Random random, params int[] values) => values[random.Next(values.Length)].ToString(CultureInfo.InvariantCulture);

    internal static int Number(string variable, int other) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var given) ? given : other;
}
