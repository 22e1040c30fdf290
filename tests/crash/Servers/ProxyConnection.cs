using System.Net.Sockets;

namespace Crm.Crash.Tests.Servers;

/// <summary>One connection of a silo, and the one to the server that it leads to.</summary>
internal sealed class ProxyConnection(Proxy proxy, TcpClient client)
{
    private readonly TcpClient _server = new() { NoDelay = true };
    private readonly WriteWatch _watch = new();
    private volatile bool _losesAnswer;

    public async Task Run(int server)
    {
        try
        {
            client.NoDelay = true;
            await _server.ConnectAsync("127.0.0.1", server);
            await Task.WhenAny(Forward(client, _server, Sent), Forward(_server, client, Answered));
        }
        catch (Exception thrown) when (thrown is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The server is down, or the connection was cut.
        }
    }

    public void Reset()
    {
        foreach (var end in (TcpClient[])[client, _server])
        {
            try
            {
                end.Client?.Close(0); // a reset, not an orderly end
            }
            catch (Exception thrown) when (thrown is SocketException or ObjectDisposedException)
            {
                // Closed already.
            }
        }
    }

    public void HalfClose()
    {
        try
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception thrown) when (thrown is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }
    }

    private async Task Forward(TcpClient from, TcpClient to, Func<ReadOnlyMemory<byte>, ValueTask<bool>> passes)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var read)
            {
                if (proxy.Delay > TimeSpan.Zero)
                {
                    await Task.Delay(proxy.Delay);
                }

                await proxy.Flows;
                if (!await passes(buffer.AsMemory(0, read)))
                {
                    return;
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception thrown) when (thrown is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, or closed by one of the two.
        }
    }

    private async ValueTask<bool> Sent(ReadOnlyMemory<byte> bytes)
    {
        var written = proxy.IsPostgres ? _watch.Ends(bytes.Span) : Written.Nothing;
        if (written == Written.Commit && proxy.CommitDelay > TimeSpan.Zero)
        {
            await Task.Delay(proxy.CommitDelay);
        }

        var fate = written == Written.Nothing ? WriteFate.Passes : proxy.NextWrite();
        _losesAnswer |= fate == WriteFate.CutAfter; // that the server answers says that it is done
        return fate != WriteFate.CutBefore;
    }

    private ValueTask<bool> Answered(ReadOnlyMemory<byte> bytes) => new(!_losesAnswer);
}
