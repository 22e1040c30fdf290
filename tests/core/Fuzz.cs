using System.Globalization;

namespace Crm.Core.Tests;

/// <summary>Seeds of a fuzz test: one as a rule, CRM_SEEDS of them from CRM_SEED on.</summary>
internal static class Fuzz
{
    public static IEnumerable<int> Seeds => Enumerable.Range(Number("CRM_SEED", 1), Number("CRM_SEEDS", 1));

    private static int Number(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var given) ? given : usual;
}
