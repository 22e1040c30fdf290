using Crm.TestSupport;
using Crm.TestSupport.Databases;
using Xunit.Abstractions;

namespace Crm.Silo.Tests.Crashes;

/// <summary>The silo is killed again and again in the middle of a replay; what comes out must be what an undisturbed one brings about.</summary>
public class KillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Kill_TenTimesInAReplay_EqualsAnUndisturbedRun()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("CRM_SEED"), out var given) ? given : Random.Shared.Next();
        var kills = int.TryParse(Environment.GetEnvironmentVariable("CRM_KILLS"), out var many) ? many : 10;
        output.WriteLine($"seed {seed}");
        var calm = await OrderReplay.Calm();
        await using var database = await TestDatabase.Create(migrated: false);
        await using var silo = new SiloProcess(database.ConnectionString);
        await silo.Start();
        var killed = 0;

        var shaken = await new OrderReplay(database, silo).Run(async done => killed = await Killer.Kill(silo, kills, new Random(seed), done));

        Assert.Equal(kills, killed);
        calm.AssertEqual(shaken);
    }
}
