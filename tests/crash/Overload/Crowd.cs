using System.Net;
using Crm.TestSupport.Stores;

namespace Crm.Crash.Tests.Overload;

/// <summary>Senders who together send more than the system takes, and who send again, when they are asked to, what it did not take.</summary>
internal sealed class Crowd(TestStore store)
{
    public const int Senders = 24;
    public const int Batch = 50; // events of a request
    public const int Filling = 1_500; // bytes of an event that mean nothing
    public const int Customers = 2_000;

    private readonly long[] _batches = new long[Senders]; // acknowledged
    private TaskCompletionSource _goes = new();
    private int _busy;
    private int _unavailable;

    /// <summary>How often the answer was 429.</summary>
    public int Busy => _busy;

    /// <summary>How often the answer was 503.</summary>
    public int Unavailable => _unavailable;

    public long Events => _batches.Sum() * Batch;

    /// <summary>Of each sender, its requests that were acknowledged.</summary>
    public IReadOnlyList<long> Batches => _batches;

    /// <summary>Everything acknowledged, by messageId.</summary>
    public IEnumerable<string> MessageIds => _batches.SelectMany(static (batches, sender) =>
        Enumerable.Range(0, (int)batches).SelectMany(batch => Enumerable.Range(0, Batch).Select(number => Id(sender, batch, number))));

    public void Go() => _goes.TrySetResult();

    public void Hold() => _goes = _goes.Task.IsCompleted ? new() : _goes;

    /// <summary>Returns once all that was sent is acknowledged.</summary>
    public Task Run(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() => Send(sender, stop))));

    /// <summary>Whose orders count a sender's requests.</summary>
    public static string Buyer(int sender) => $"u:buyer-{sender}";

    private async Task Send(int sender, CancellationToken stop)
    {
        var random = new Random(sender);
        while (!stop.IsCancellationRequested)
        {
            await _goes.Task.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested)
            {
                await Insist(Body(sender, random));
                _batches[sender]++;
            }
        }
    }

    private async Task Insist(string body)
    {
        while (await store.Post("/v1/batch", body) is { Status: not HttpStatusCode.OK } refused)
        {
            Assert.True(refused.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable, refused.Text);
            Interlocked.Increment(ref refused.Status == HttpStatusCode.TooManyRequests ? ref _busy : ref _unavailable);
            await Task.Delay(Assert.NotNull(refused.Headers.RetryAfter?.Delta));
        }
    }

    private string Body(int sender, Random random)
    {
        var (batch, filling) = (_batches[sender], new string('x', Filling));
        var views = Enumerable.Range(1, Batch - 1).Select(number =>
            $$"""{"type":"track","event":"Product Viewed","userId":"c{{random.Next(Customers)}}","messageId":"{{Id(sender, batch, number)}}","properties":{"note":"{{filling}}"} }""");
        var order = $$"""{"type":"track","event":"Order Completed","userId":"{{Buyer(sender)[2..]}}","messageId":"{{Id(sender, batch, 0)}}","properties":{"order_id":"{{sender}}-{{batch}}","total":1,"currency":"BRL"} }""";
        return $$"""{"batch":[{{order}},{{string.Join(',', views)}}]}""";
    }

    private static string Id(int sender, long batch, int number) => $"{sender}-{batch}-{number}";
}
