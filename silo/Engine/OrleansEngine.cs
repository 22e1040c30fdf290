using Orleans.Hosting;

namespace Crm.Silo.Engine;

/// <summary>Hosts the grains by Microsoft Orleans: one silo on this machine, found at its usual ports.</summary>
internal static class OrleansEngine
{
    public static void UseActors(this WebApplicationBuilder builder) => builder.UseOrleans(static silo => silo.UseLocalhostClustering());
}
