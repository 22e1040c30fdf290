using Crm.Crash.Tests.Servers;

namespace Crm.Crash.Tests.Faults;

/// <summary>What happens to the database, and to the way there.</summary>
internal sealed class PostgresFaults(Installation installation, Random random)
{
    private Proxy Proxy => installation.Proxy;

    public IEnumerable<Fault> All =>
    [
        new("PostgreSQL killed", Kill),
        new("connections cut", Cut),
        new("connections half-closed", HalfClose),
        new("network frozen", Freeze),
        new("network frozen, then cut", FreezeAndCut),
        new("database out of reach", Refuse),
        new("slow commits", Slow),
        new("commits and appends of unknown outcome", CutWrites),
    ];

    private async Task Kill()
    {
        await installation.Postgres.Kill();
        await Task.Delay(random.Next(1_500));
        await installation.Postgres.Start();
    }

    private async Task Cut()
    {
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            Proxy.Cut();
            await Task.Delay(random.Next(300));
        }
    }

    private async Task HalfClose()
    {
        Proxy.HalfClose();
        await Task.Delay(random.Next(500));
    }

    private async Task Freeze()
    {
        Proxy.Freeze();
        await Task.Delay(random.Next(300, 4_000));
        Proxy.Thaw();
    }

    private async Task FreezeAndCut()
    {
        Proxy.Freeze();
        await Task.Delay(random.Next(300, 2_000));
        Proxy.Cut();
        Proxy.Thaw();
    }

    private async Task Refuse()
    {
        Proxy.Refuses = true;
        Proxy.Cut();
        await Task.Delay(random.Next(300, 3_000));
        Proxy.Refuses = false;
    }

    private async Task Slow()
    {
        Proxy.Delay = TimeSpan.FromMilliseconds(random.Next(10, 150));
        await Task.Delay(random.Next(1_000, 3_000));
        Proxy.Delay = TimeSpan.Zero;
    }

    private async Task CutWrites()
    {
        for (var i = random.Next(2, 8); i > 0; i--)
        {
            Proxy.WritesToCut = random.Next(1, 4);
            await Task.Delay(random.Next(100, 500));
        }

        Proxy.WritesToCut = 0;
    }
}
