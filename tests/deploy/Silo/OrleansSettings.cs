using System.Globalization;
using Crm.Silo.Configuration;

namespace Crm.Deploy.Tests.Silo;

/// <summary>The section <c>Crm:Orleans</c>, which only a silo on Orleans has.</summary>
internal static class OrleansSettings
{
    // AT THE MERGE with the silo's OrleansOptions: this list goes, and Options is typeof(OrleansOptions).
    private static readonly Dictionary<string, object> NotThereYet = new() { ["SiloPort"] = 11111, ["GatewayPort"] = 30000 };

    private static readonly Type? Options = Array.Find(typeof(SiloOptions).Assembly.GetTypes(), static type => type.Name == "OrleansOptions");

    public static int SiloPort => Default("SiloPort");

    public static int GatewayPort => Default("GatewayPort");

    /// <summary>Whether the silo of this build is to read a setting: the embedded engine knows nothing of a cluster.</summary>
    public static bool IsRead(string variable) =>
        !variable.StartsWith("Crm__Orleans__", StringComparison.Ordinal) || (Options is not null && typeof(SiloOptions).Assembly.GetType("Crm.Silo.Engine.OrleansEngine") is not null);

    private static int Default(string name) => Convert.ToInt32(
        Options is null ? NotThereYet[name] : Options.GetProperty(name)!.GetValue(Activator.CreateInstance(Options, nonPublic: true)), CultureInfo.InvariantCulture);
}
