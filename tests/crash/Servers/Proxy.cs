using System.Net;
using System.Net.Sockets;

namespace Crm.Crash.Tests.Servers;

/// <summary>Stands between silos and PostgreSQL, or between a silo and the others, and does to their connections what networks do.</summary>
internal sealed class Proxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly HashSet<ProxyConnection> _connections = [];
    private readonly int _server;
    private TaskCompletionSource _flows = Flowing();

    /// <param name="server">The port behind it.</param>
    /// <param name="postgres">Whether that is PostgreSQL's: then transactions are told apart.</param>
    public Proxy(int server, bool postgres = true)
    {
        (_server, IsPostgres) = (server, postgres);
        _listener.Start();
        _ = Accept();
    }

    public bool IsPostgres { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How long everything takes longer, in each direction.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How long the pumps' commits, and nothing else, take longer.</summary>
    public TimeSpan CommitDelay { get; set; }

    /// <summary>This many of the next transactions that write get no answer but a reset: every second one after it is done, the others before their end was passed on.</summary>
    public int WritesToCut { get; set; }

    /// <summary>How many that were.</summary>
    public int WritesCut { get; private set; }

    /// <summary>New connections are refused at once.</summary>
    public bool Refuses { get; set; }

    /// <summary>Completes while bytes may pass.</summary>
    public Task Flows => _flows.Task;

    /// <summary>Connections are taken and stay open, but nothing passes any more.</summary>
    public void Freeze() => _flows = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw() => _flows.TrySetResult();

    /// <summary>Every connection is reset, at both ends.</summary>
    public void Cut() => ForEach(static connection => connection.Reset());

    /// <summary>The silo's side is told that nothing more comes; what it sends still arrives.</summary>
    public void HalfClose() => ForEach(static connection => connection.HalfClose());

    public WriteFate NextWrite()
    {
        lock (_connections)
        {
            if (WritesToCut == 0)
            {
                return WriteFate.Passes;
            }

            WritesToCut--;
            return ++WritesCut % 2 == 0 ? WriteFate.CutBefore : WriteFate.CutAfter;
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
    }

    private async Task Accept()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception thrown) when (thrown is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = Serve(new(this, client));
        }
    }

    private async Task Serve(ProxyConnection connection)
    {
        lock (_connections)
        {
            _connections.Add(connection);
        }

        await (Refuses ? Task.CompletedTask : connection.Run(_server));
        connection.Reset();
        lock (_connections)
        {
            _connections.Remove(connection);
        }
    }

    private void ForEach(Action<ProxyConnection> action)
    {
        ProxyConnection[] all;
        lock (_connections)
        {
            all = [.. _connections];
        }

        Array.ForEach(all, action);
    }

    private static TaskCompletionSource Flowing()
    {
        var flows = new TaskCompletionSource();
        flows.SetResult();
        return flows;
    }
}

internal enum WriteFate { Passes, CutBefore, CutAfter }
