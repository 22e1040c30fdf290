using Crm.TestSupport;

namespace Crm.Silo.Tests.Crashes;

internal static class Killer
{
    /// <returns>How often it was killed before all was done.</returns>
    public static async Task<int> Kill(SiloProcess silo, int kills, Random random, CancellationToken done)
    {
        var killed = 0;
        while (killed < kills && !done.IsCancellationRequested)
        {
            await Task.Delay(random.Next(20, 250), CancellationToken.None);
            await silo.Kill();
            killed++;
            await silo.Start();
        }

        return killed;
    }
}
