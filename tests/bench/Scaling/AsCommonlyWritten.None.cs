namespace Crm.Bench.Scaling;

/// <summary>Only Orleans has a storage of grains to write to.</summary>
internal static class AsCommonlyWritten
{
    public static Task<double?> EventsPerSecond(string server, int customers, TimeSpan duration) => Task.FromResult<double?>(null);
}
