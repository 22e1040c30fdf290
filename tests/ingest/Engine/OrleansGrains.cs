using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Crm.Ingest.Tests.Engine;

internal static class TestGrains
{
    public static void Use(HostApplicationBuilder builder) =>
        builder.UseOrleans(static silo => silo.UseLocalhostClustering(FreePort(), FreePort()));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
