using System.Net;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Crm.Ingest.Tests.Engine;

internal static class TestGrains
{
    public static void Use(HostApplicationBuilder builder) => builder.UseOrleans(static silo => silo
        .UseLocalhostClustering(gatewayPort: 0)
        .Configure<EndpointOptions>(static endpoint => endpoint.SiloListeningEndpoint = new(IPAddress.Loopback, 0)));
}
