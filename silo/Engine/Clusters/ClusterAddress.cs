using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Engine.Clusters;

/// <summary>The address of this silo, which may be given as the name of a host; and what goes together.</summary>
internal sealed class ClusterAddress : IValidateOptions<OrleansOptions>
{
    public const string Unknown = "Crm:Orleans:Address must be an IP address of this machine, or the name of a host that has one.";

    public static IPAddress? Resolve(string address)
    {
        if (IPAddress.TryParse(address, out var given))
        {
            return given;
        }

        try
        {
            return Dns.GetHostAddresses(address, AddressFamily.InterNetwork).FirstOrDefault();
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            return null;
        }
    }

    public ValidateOptionsResult Validate(string? name, OrleansOptions options) =>
        Resolve(options.Address) is null ? ValidateOptionsResult.Fail(Unknown)
        : options.Clustering == Clustering.Local && (options.Streams || options.GatewayPort > 0)
            ? ValidateOptionsResult.Fail("Crm:Orleans:Streams and Crm:Orleans:GatewayPort need Crm:Orleans:Clustering Postgres: nobody joins a cluster of one process.")
        : ValidateOptionsResult.Success;
}
