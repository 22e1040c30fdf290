using System.Globalization;
using Crm.Silo.Configuration;

namespace Crm.Deploy.Tests.Silo;

/// <summary>The section <c>Crm:Orleans</c>.</summary>
internal static class OrleansSettings
{
    // AT THE MERGE with the silo's OrleansOptions this list and IsRead go, and the ports are those of new OrleansOptions().
    private static readonly Dictionary<string, object> NotThereYet = new() { ["SiloPort"] = 11111, ["GatewayPort"] = 30000 };

    private static readonly Type? Options = Array.Find(typeof(SiloOptions).Assembly.GetTypes(), static type => type.Name == "OrleansOptions");

    public static int SiloPort => Default("SiloPort");

    public static int GatewayPort => Default("GatewayPort");

    public static bool IsRead(string variable) => Options is not null || !variable.StartsWith("Crm__Orleans__", StringComparison.Ordinal);

    /// <summary>Whether it is only that this build is of the embedded engine, which refuses to be in a cluster; what is deployed is built for Orleans.</summary>
    public static bool IsOfThisBuild(string error) =>
        error.StartsWith("Crm:Orleans:Clustering is Postgres", StringComparison.Ordinal) && typeof(SiloOptions).Assembly.GetType("Crm.Silo.Engine.OrleansEngine") is null;

    private static int Default(string name) => Convert.ToInt32(
        Options is null ? NotThereYet[name] : Options.GetProperty(name)!.GetValue(Activator.CreateInstance(Options)), CultureInfo.InvariantCulture);
}
