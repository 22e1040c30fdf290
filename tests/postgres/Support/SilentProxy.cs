using System.Net;
using System.Net.Sockets;

namespace Crm.Postgres.Tests.Support;

/// <summary>Stands between a client and the server, and on demand keeps the server's answers to itself.</summary>
internal sealed class SilentProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _connections = [];
    private readonly (string Host, int Port) _server;
    private volatile bool _silent;

    public SilentProxy(string host, int port)
    {
        _server = (host, port);
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void BeSilent() => _silent = true;

    public void Dispose()
    {
        _listener.Stop();
        lock (_connections)
        {
            _connections.ForEach(connection => connection.Dispose());
        }
    }

    private async Task Accept()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync();
            var server = new TcpClient();
            await server.ConnectAsync(_server.Host, _server.Port);
            lock (_connections)
            {
                _connections.AddRange([client, server]);
            }

            _ = Forward(client, server, () => true);
            _ = Forward(server, client, () => !_silent);
        }
    }

    private static async Task Forward(TcpClient from, TcpClient to, Func<bool> allowed)
    {
        var buffer = new byte[8192];
        while (await from.GetStream().ReadAsync(buffer) is > 0 and var read)
        {
            if (allowed())
            {
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }

        to.Close();
    }
}
