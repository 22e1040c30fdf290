using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Orleans.Messaging;
using Orleans.Runtime;

namespace Crm.Client.Cluster;

/// <summary>Silos as people write them, looked up anew each time that Orleans asks: behind a name there are others after a while.</summary>
internal sealed class Gateways : IGatewayListProvider
{
    private readonly (string Host, ushort Port)[] _named;

    /// <exception cref="ArgumentException">There is none, or one that is not host:port.</exception>
    public Gateways(IEnumerable<string> texts)
    {
        _named = [.. texts.Select(Parse)];
        if (_named.Length == 0)
        {
            throw new ArgumentException("Name at least one gateway of the cluster, such as 10.0.0.5:30000.");
        }
    }

    public TimeSpan MaxStaleness => TimeSpan.FromMinutes(1);

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public async Task<IList<Uri>> GetGateways()
    {
        var found = new HashSet<Uri>();
        foreach (var (host, port) in _named)
        {
            try
            {
                var addresses = await Dns.GetHostAddressesAsync(host, AddressFamily.InterNetwork);
                found.UnionWith(addresses.Select(address => new IPEndPoint(address, port).ToGatewayUri()));
            }
            catch (SocketException)
            {
                // Nobody is behind this name now; where nobody is behind any, Orleans says so and asks again.
            }
        }

        return [.. found];
    }

    private static (string Host, ushort Port) Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? (text[..colon], port)
            : throw new ArgumentException($"The gateway '{text}' is not such as 10.0.0.5:30000.");
    }
}
