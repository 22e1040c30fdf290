using System.Net;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Crm.Silo.Engine;

/// <summary>Hosts the grains by Microsoft Orleans: a cluster of this one silo. Nobody looks for it, so it takes any port, and a machine may run several.</summary>
internal static class OrleansEngine
{
    public static void UseActors(this WebApplicationBuilder builder) => builder.UseOrleans(static silo => silo
        .UseLocalhostClustering(gatewayPort: 0)
        .Configure<EndpointOptions>(static endpoint => endpoint.SiloListeningEndpoint = new(IPAddress.Loopback, 0)));
}
