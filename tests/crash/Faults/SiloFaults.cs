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
    ];

    private async Task Kill()
    {
        await installation.Silo.Kill();
        await installation.Start(installation.Silo);
    }

    private async Task KillTwice()
    {
        await installation.Silo.Kill();
        installation.Silo.Launch();
        await Task.Delay(random.Next(300, 2_500));
        await Kill();
    }

    // The zombie wakes in the middle of what it was doing, with its connections open, and goes on for a while.
    private async Task Sleep()
    {
        var zombie = installation.Silo;
        var next = installation.New();
        zombie.Pause();
        await installation.Start(next);
        installation.Ask(next);
        await Task.Delay(random.Next(500, 3_000) + 2_500); // it is missed only after a while
        zombie.Resume();
        await Task.Delay(random.Next(500, 3_000));
        await zombie.Kill();
    }

    // Partitions go over in mid-batch, twice.
    private async Task Replace(bool gracefully)
    {
        var first = installation.Silo;
        var second = installation.New();
        await installation.Start(second);
        await Task.Delay(random.Next(200, 1_500));
        installation.Ask(second);
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
