using Crm.Silo.Configuration;

namespace Crm.Deploy.Tests.Silo;

/// <summary>The section <c>Crm:Orleans</c>.</summary>
internal static class OrleansSettings
{
    /// <summary>Whether it is only that this build is of the embedded engine, which refuses to be in a cluster; what is deployed is built for Orleans.</summary>
    public static bool IsOfThisBuild(string error) =>
        error.StartsWith("Crm:Orleans:Clustering is Postgres", StringComparison.Ordinal) && typeof(SiloOptions).Assembly.GetType("Crm.Silo.Engine.OrleansEngine") is null;
}
