using System.Net;
using System.Net.Sockets;
using Crm.Cli.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Crm.Cli.Listen;

/// <summary>Listens for webhooks on this machine's loopback interface until it is cancelled.</summary>
internal static class ReceiverHost
{
    private const int MaxBody = 1024 * 1024;

    /// <exception cref="CrmException">The port is taken, or a file cannot be written.</exception>
    public static async Task Run(ListenOptions options, TimeProvider time, Action<string> say, CancellationToken cancellationToken)
    {
        try
        {
            using var receiver = new Receiver(options, time, say);
            await using var host = Build(options.Port, receiver, cancellationToken);
            await host.StartAsync(cancellationToken);
            await Listen(host, options.UrlFile, say, cancellationToken);
            await host.StopAsync(CancellationToken.None);
            say($"Stopped: {receiver.Received} webhooks, {receiver.Repeats} of them repeats.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            throw new CrmException($"Cannot listen: {e.Message}");
        }
    }

    private static async Task Listen(WebApplication host, string? urlFile, Action<string> say, CancellationToken cancellationToken)
    {
        var url = host.Urls.Single();
        Write(urlFile, url);
        say($"Listening on {url}");
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (urlFile is not null)
            File.Delete(urlFile);
    }

    private static WebApplication Build(int port, Receiver receiver, CancellationToken stop)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.AddServerHeader = false;
        });
        var app = builder.Build();
        app.Run(context => receiver.Handle(context, stop));
        return app;
    }

    // Whole or not at all: who waits for it reads it at once.
    private static void Write(string? path, string url)
    {
        if (path is null)
            return;
        File.WriteAllText(path + ".new", url + "\n");
        File.Move(path + ".new", path, overwrite: true);
    }
}
