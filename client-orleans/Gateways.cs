using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Crm.Client.Cluster;

/// <summary>Addresses of silos as people write them.</summary>
internal static class Gateways
{
    /// <exception cref="ArgumentException">There is none, or one that is not host:port, or whose host is not known.</exception>
    public static IPEndPoint[] Parse(IEnumerable<string> texts)
    {
        var found = texts.SelectMany(Parse).Distinct().ToArray();
        return found.Length > 0 ? found : throw new ArgumentException("Name at least one gateway of the cluster, such as 10.0.0.5:30000.");
    }

    private static IEnumerable<IPEndPoint> Parse(string text)
    {
        if (IPEndPoint.TryParse(text, out var given) && given.Port > 0)
        {
            return [given];
        }

        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
        {
            throw new ArgumentException($"The gateway '{text}' is not such as 10.0.0.5:30000.");
        }

        try
        {
            return Dns.GetHostAddresses(text[..colon], AddressFamily.InterNetwork).Select(address => new IPEndPoint(address, port));
        }
        catch (SocketException unknown)
        {
            throw new ArgumentException($"The host of the gateway '{text}' is not known.", unknown);
        }
    }
}
