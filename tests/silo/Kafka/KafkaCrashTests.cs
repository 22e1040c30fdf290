using Crm.Silo.Tests.Crashes;
using Xunit.Abstractions;

namespace Crm.Silo.Tests.Kafka;

/// <summary>Whatever happens to silos and brokers in the middle of a replay: what comes out is what an undisturbed one through the PostgreSQL log brings about.</summary>
public class KafkaCrashTests(ITestOutputHelper output)
{
    private const int Kills = 4;

    [Fact]
    public async Task Undisturbed_EqualsThePostgresLog()
    {
        await using var silos = await KafkaSilos.Create();

        (await CalmRun.Outcome).AssertEqual(await new OrderReplay(silos.Database, await silos.Start()).Run());
    }

    [Fact]
    public async Task Kill_InAReplay_EqualsThePostgresLog()
    {
        await using var silos = await KafkaSilos.Create();
        var silo = await silos.Start();
        var killed = 0;
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");

        var shaken = await new OrderReplay(silos.Database, silo).Run(async done => killed = await Killer.Kill(silo, Kills, new Random(seed), done));

        Assert.Equal(Kills, killed);
        (await CalmRun.Outcome).AssertEqual(shaken);
    }

    [Fact]
    public async Task BrokersGone_ForSeconds_EqualsThePostgresLog()
    {
        await using var silos = await KafkaSilos.Create();
        var silo = await silos.Start();
        using var http = new HttpClient { BaseAddress = silo.Url };

        var shaken = await new OrderReplay(silos.Database, silo).Run(async _ =>
        {
            for (var i = 0; i < 2; i++)
            {
                await Task.Delay(700, CancellationToken.None);
                silos.Cluster.Down();
                await Task.Delay(3_000, CancellationToken.None); // longer than a session
                Assert.Contains("The log does not answer.", await Health(http), StringComparison.Ordinal);
                silos.Cluster.Up();
            }
        });

        (await CalmRun.Outcome).AssertEqual(shaken);
    }

    private static async Task<string> Health(HttpClient http)
    {
        using var answer = await http.GetAsync("/health/ready");
        return await answer.Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task TwoSilos_ThatComeAndGo_EqualThePostgresLog()
    {
        await using var silos = await KafkaSilos.Create();
        var (first, second) = (await silos.Start(), await silos.Start());

        var shaken = await new OrderReplay(silos.Database, first, second).Run(
            async _ =>
            {
                await Task.Delay(500, CancellationToken.None);
                await second.Kill(); // its partitions go to the first when it is missed
                await second.Start(); // some come back in the middle of batches
                await second.Stop(); // the rest goes over in good order
                await second.Start();
            },
            async () =>
            {
                await second.Stop();
                Assert.Contains("go to another member", first.Output, StringComparison.Ordinal);
                while (KafkaSilos.Owned(first).Count < 4)
                {
                    await Task.Delay(50, CancellationToken.None);
                }

                return first; // what it has in memory from before a partition went must not be read
            });

        (await CalmRun.Outcome).AssertEqual(shaken);
    }
}

/// <summary>What all of them are compared with; run once.</summary>
internal static class CalmRun
{
    private static readonly Lazy<Task<Outcome>> Made = new(OrderReplay.Calm);

    public static Task<Outcome> Outcome => Made.Value;
}
