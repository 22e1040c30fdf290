using System.Net;
using System.Net.Sockets;

namespace Crm.Silo.Webhooks;

/// <summary>
/// Opens connections to addresses that may be called, and to no others. The address that is looked at is the one that is
/// connected to: a name that resolves to another one a moment later gains nothing.
/// </summary>
/// <param name="resolve">A name's addresses.</param>
internal sealed class WebhookConnector(AllowedHosts allowed, bool allowHttp, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var url = context.InitialRequestMessage.RequestUri!;
        var addresses = IPAddress.TryParse(url.IdnHost, out var literal) ? [literal] : await resolve(url.IdnHost, cancellationToken);
        var callable = addresses.Select(PublicAddresses.Plain).Where(address => MayCall(url, address)).ToArray();
        if (callable.Length == 0)
        {
            throw new ForbiddenAddressException(Array.Exists(addresses, PublicAddresses.Contains)
                ? $"{url.IdnHost} may be called by https only."
                : $"{url.IdnHost} lies inside the network; CRM_WEBHOOK_ALLOW names what may be called there.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(callable, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool MayCall(Uri url, IPAddress address) =>
        allowed.Names(url.IdnHost) || allowed.Contains(address)
        || (PublicAddresses.Contains(address) && (allowHttp || url.Scheme == Uri.UriSchemeHttps));
}

/// <summary>No address of the host may be called. No retry helps.</summary>
internal sealed class ForbiddenAddressException(string message) : Exception(message);
