using System.Net;

namespace Crm.Silo.Webhooks;

/// <summary>What may be called though it lies inside the network: names, whatever they resolve to, and blocks of addresses.</summary>
internal sealed class AllowedHosts
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<IPNetwork> _networks = [];

    /// <param name="text">By commas; what is unreadable is left out (<see cref="Unreadable"/> names it).</param>
    public AllowedHosts(string text)
    {
        foreach (var entry in Entries(text))
        {
            if (Network(entry) is { } network)
            {
                _networks.Add(network);
            }
            else if (Name(entry) is { } name)
            {
                _names.Add(name);
            }
        }
    }

    public static IEnumerable<string> Unreadable(string text) => Entries(text).Where(static entry => Network(entry) is null && Name(entry) is null);

    /// <param name="host">As a URI has it in ASCII (<see cref="Uri.IdnHost"/>).</param>
    public bool Names(string host) => _names.Contains(host.TrimEnd('.'));

    public bool Contains(IPAddress address) => _networks.Exists(network => network.Contains(address));

    private static string[] Entries(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IPNetwork? Network(string entry) =>
        entry.Contains('/', StringComparison.Ordinal) ? IPNetwork.TryParse(entry, out var block) ? block : null
        : IPAddress.TryParse(entry, out var address) ? Single(PublicAddresses.Plain(address))
        : null;

    private static IPNetwork Single(IPAddress address) => new(address, address.GetAddressBytes().Length * 8);

    private static string? Name(string entry) =>
        Uri.CheckHostName(entry) == UriHostNameType.Dns && Uri.TryCreate($"http://{entry}/", UriKind.Absolute, out var uri) ? uri.IdnHost.TrimEnd('.') : null;
}
