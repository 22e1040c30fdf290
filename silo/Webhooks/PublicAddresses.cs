using System.Net;
using System.Net.Sockets;

namespace Crm.Silo.Webhooks;

/// <summary>
/// Which addresses are somebody else's on the internet: all but those of IANA's special-purpose registries
/// (https://www.iana.org/assignments/iana-ipv4-special-registry, …-ipv6-special-registry). Of IPv6 only what is handed
/// out as global unicast counts, so that what is defined later is not public by mistake.
/// </summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    // An IPv6-only network reaches IPv4 hosts through it (RFC 6052), inside ones too.
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    private static readonly IPNetwork[] Special = [.. ((string[])[
        "0.0.0.0/8", // this host
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", // private
        "100.64.0.0/10", // carrier-grade NAT
        "127.0.0.0/8", // loopback
        "168.63.129.16/32", // every Azure machine's own host, from the inside only
        "169.254.0.0/16", // link-local: clouds hand out credentials at 169.254.169.254
        "192.0.0.0/24", // protocol assignments
        "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", // documentation
        "192.88.99.0/24", // 6to4 relays
        "198.18.0.0/15", // benchmarks
        "224.0.0.0/4", // multicast
        "240.0.0.0/4", // reserved, and broadcast
        "2001::/23", // protocol assignments; Teredo, which embeds IPv4
        "2001:db8::/32", "3fff::/20", // documentation
        "2002::/16", // 6to4, which embeds IPv4
    ]).Select(IPNetwork.Parse)];

    /// <summary>An IPv4 address that is written as IPv6 (<c>::ffff:10.0.0.1</c>) as what it is.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    public static bool Contains(IPAddress address)
    {
        address = Plain(address);
        return Nat64.Contains(address) ? Contains(new(address.GetAddressBytes().AsSpan(12)))
            : !Array.Exists(Special, network => network.Contains(address))
            && (address.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(address));
    }
}
