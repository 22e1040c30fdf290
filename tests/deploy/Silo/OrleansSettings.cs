using Crm.Silo.Configuration;

namespace Crm.Deploy.Tests.Silo;

/// <summary>The section <c>Crm:Orleans</c>.</summary>
internal static class OrleansSettings
{
    // AT THE MERGE with the silo's OrleansOptions, which is there and read on both engines: IsRead goes, and with it its use.
    public static bool IsRead(string variable) =>
        Array.Exists(typeof(SiloOptions).Assembly.GetTypes(), static type => type.Name == "OrleansOptions") || !variable.StartsWith("Crm__Orleans__", StringComparison.Ordinal);

    /// <summary>Whether it is only that this build is of the embedded engine, which refuses to be in a cluster; what is deployed is built for Orleans.</summary>
    public static bool IsOfThisBuild(string error) =>
        error.StartsWith("Crm:Orleans:Clustering is Postgres", StringComparison.Ordinal) && typeof(SiloOptions).Assembly.GetType("Crm.Silo.Engine.OrleansEngine") is null;
}
