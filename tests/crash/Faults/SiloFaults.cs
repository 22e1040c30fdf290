using System.Diagnostics;
using System.Text.RegularExpressions;
using Crm.Crash.Tests.Servers;

namespace Crm.Crash.Tests.Faults;

/// <summary>What happens to silos.</summary>
internal sealed class SiloFaults(Installation installation, Random random)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public IEnumerable<Fault> All =>
    [
        new("silo killed", Kill),
        new("silo killed while it starts", KillTwice),
        new("silo sleeps through its take-over", Sleep),
        new("second silo joins, first one stops", () => Replace(gracefully: true)),
        new("second silo joins, first one is killed", () => Replace(gracefully: false)),
        new("second silo joins and leaves", JoinAndLeave),
        .. installation.IsCluster ? (IEnumerable<Fault>)[new("silos cut off from each other", CutOff)] : [],
    ];

    private async Task Kill()
    {
        var victim = installation.Silo;
        await victim.Kill();
        await installation.Start(victim);
    }

    private async Task KillTwice()
    {
        var victim = installation.Silo;
        await victim.Kill();
        victim.Launch();
        await Task.Delay(random.Next(300, 2_500));
        await victim.Kill();
        await installation.Start(victim);
    }

    // The zombie wakes in the middle of what it was doing, with its connections open, and goes on for a while.
    private async Task Sleep()
    {
        var zombie = installation.Silo;
        var next = installation.New();
        zombie.Pause();
        await installation.Start(next);
        installation.Replace(zombie, next);
        await Task.Delay(random.Next(500, 3_000) + 2_500); // it is missed only after a while
        zombie.Resume();
        await Task.Delay(random.Next(500, 3_000));
        await zombie.Kill();
    }

    // Each of them still reaches the database and the log. Those that the others have given up end by themselves.
    private async Task CutOff()
    {
        var links = installation.Links;
        Array.ForEach([.. links], static link => link.Freeze());
        await Task.Delay(random.Next(500, 20_000));
        foreach (var link in links)
        {
            link.Cut();
            link.Thaw();
        }
    }

    // Partitions go over in mid-batch, twice.
    private async Task Replace(bool gracefully)
    {
        var first = installation.Silo;
        var second = installation.New();
        await installation.Start(second);
        await Task.Delay(random.Next(200, 1_500));
        installation.Replace(first, second);
        await (gracefully ? first.Stop() : first.Kill());
    }

    // Whatever the second one gets, from the first one or from one killed before whom nobody has missed yet, comes back: what
    // the first one remembers of those customers must not be what it goes on with.
    private async Task JoinAndLeave()
    {
        var second = installation.New();
        await installation.Start(second);
        for (var patience = Stopwatch.StartNew(); !Regex.IsMatch(second.Output, "Partitions [0-9,]+ are this process's now"); await Task.Delay(20))
        {
            Assert.True(patience.Elapsed < Patience, $"The second silo got no partition. It wrote:\n{second.Output}");
        }

        await Task.Delay(random.Next(200, 2_000));
        await (random.Next(2) == 0 ? second.Stop() : second.Kill());
    }
}
