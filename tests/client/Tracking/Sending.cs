using System.Collections.Concurrent;
using Crm.Client.Tests.Support;

namespace Crm.Client.Tests.Tracking;

/// <summary>A client that sends to a fake collector in a time of its own.</summary>
internal sealed class Sending : IAsyncDisposable
{
    private readonly StubServer _server;

    private Sending(StubServer server, Action<CrmClientOptions>? configure)
    {
        _server = server;
        Options = new()
        {
            Url = server.Url,
            WriteKey = "the-write-key",
            FlushInterval = TimeSpan.FromMinutes(1), // never falls due: batches end where a test flushes
            Timeout = TimeSpan.FromMinutes(5),
            DisposeTimeout = TimeSpan.FromMinutes(5),
            OnUndelivered = Undelivered.Enqueue,
        };
        configure?.Invoke(Options);
        Client = new(Options, logger: Log, time: Time);
    }

    public CrmClient Client { get; }

    public CrmClientOptions Options { get; }

    public TestTime Time { get; } = new();

    public TestLog Log { get; } = new();

    public ConcurrentQueue<UndeliveredEvent> Undelivered { get; } = new();

    public static async Task<Sending> To(FakeCollector collector, Action<CrmClientOptions>? configure = null) =>
        new(await StubServer.Start(collector.Answer), configure);

    /// <summary>Sends events with these ids.</summary>
    public async Task Send(params IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            await Client.Send(CrmEvent.Track("u:1", "Ping") with { MessageId = id }).Soon();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _server.DisposeAsync();
    }
}
