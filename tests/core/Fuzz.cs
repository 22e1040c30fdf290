using System.Globalization;

namespace Crm.Core.Tests;

/// <summary>How long fuzz tests are: once their usual length, CRM_SEEDS times it where that is set; CRM_SEED makes it other input.</summary>
internal static class Fuzz
{
    public static int Seed { get; } = Number("CRM_SEED", 0);

    public static int Count { get; } = Number("CRM_SEEDS", 1);

    public static IEnumerable<int> Seeds => Enumerable.Range(Seed, Count);

    private static int Number(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var given) ? given : usual;
}
