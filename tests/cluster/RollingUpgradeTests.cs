using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Crm.TestSupport.Stores;
using Xunit.Abstractions;

namespace Crm.Cluster.Tests;

/// <summary>
/// Silos are replaced one after the other while events flow and pages are read. CRM_OTHER_BUILD names another build of the silo, which has the field
/// <c>spent</c>, a rule on it and members of messages that this one does not know (<c>./crm test --upgrade</c> makes it); without it they are
/// replaced by themselves.
/// </summary>
public sealed class RollingUpgradeTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Customers = 40;

    private static readonly string? Other = Environment.GetEnvironmentVariable("CRM_OTHER_BUILD") is { Length: > 0 } path ? path : null;

    private readonly SiloCluster _cluster = new();
    private readonly ConcurrentDictionary<string, int> _sent = new();
    private readonly ConcurrentDictionary<string, int> _failures = new();

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Silos_ReplacedOneAfterTheOther_LoseNothingAndAnswer()
    {
        using var store = await TestStore.Create(_cluster.Silos[0].Url, "wall");
        await store.PutSegment("buyers", "orders >= 3");
        using var stop = new CancellationTokenSource();
        Task[] load = [Send(store, stop.Token), Read(store, stop.Token)];
        foreach (var old in _cluster.Silos)
        {
            await _cluster.Join(Other);
            await Task.Delay(1_000); // builds side by side, each with partitions
            await _cluster.Leave(old);
        }

        await _cluster.Even();
        await stop.CancelAsync();
        await Task.WhenAll(load);
        using var at = store.At(_cluster.Silos[0].Url);
        foreach (var (customer, orders) in _sent)
        {
            await SiloCluster.Until(async () => Orders(await at.Get($"/api/v1/customers/u:{customer}")) >= orders);
            Assert.Equal(orders, Orders(await at.Get($"/api/v1/customers/u:{customer}")));
        }

        Assert.Equal(_sent.Where(static pair => pair.Value >= 3).Select(static pair => $"u:{pair.Key}").Order(StringComparer.Ordinal), await Members(at, "buyers"));
        Assert.All(_sent, static pair => Assert.True(pair.Value > 0));
        output.WriteLine($"{_sent.Values.Sum()} orders while three silos were replaced by {Other ?? "themselves"}");
        await Added(at);
    }

    // What only the other build knows, once there is no silo of this one any more.
    private async Task Added(TestStore at)
    {
        var answer = await at.PutSegment("spenders", "spent >= 30");
        Assert.Equal(Other is null ? HttpStatusCode.BadRequest : HttpStatusCode.OK, answer.Status);
        if (Other is not null)
        {
            Assert.Equal(_sent.Where(static pair => pair.Value >= 3).Select(static pair => $"u:{pair.Key}").Order(StringComparer.Ordinal), await Members(at, "spenders"));
        }
    }

    private async Task Send(TestStore store, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var customer = $"{Random.Shared.Next(Customers)}";
            var json = $$$"""{"userId":"{{{customer}}}","messageId":"m{{{number}}}","event":"Order Completed","properties":{"order_id":"o{{{number}}}","total":10}}""";
            while (!await Ask(store, at => at.Post("/v1/track", json)))
            {
                await Task.Delay(20, CancellationToken.None);
            }

            _sent.AddOrUpdate(customer, 1, static (_, sent) => sent + 1);
        }
    }

    private async Task Read(TestStore store, CancellationToken stop)
    {
        var (asked, answered) = (0, 0);
        for (; !stop.IsCancellationRequested; asked++)
        {
            answered += await Ask(store, static at => at.Get($"/api/v1/customers/u:{Random.Shared.Next(Customers)}")) ? 1 : 0;
            await Task.Delay(10, CancellationToken.None);
        }

        output.WriteLine($"{answered} of {asked} reads answered");
        Assert.True(answered > asked * 0.95, $"Only {answered} of {asked} reads were answered; {string.Join("; ", _failures)}");
    }

    // Of whichever silo; one that is just going is no error, but one that says it failed is.
    private async Task<bool> Ask(TestStore store, Func<TestStore, Task<Answer>> ask)
    {
        try
        {
            var silos = _cluster.Silos;
            var answer = await ask(store.At(silos[Random.Shared.Next(silos.Count)].Url));
            Assert.True(answer.Status != HttpStatusCode.InternalServerError, answer.Text);
            return answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.NotFound || Failed(answer.Text);
        }
        catch (HttpRequestException unreachable)
        {
            return Failed(unreachable.Message);
        }
    }

    private bool Failed(string why)
    {
        _failures.AddOrUpdate(why, 1, static (_, count) => count + 1);
        return false;
    }

    private static int Orders(Answer customer) => customer.Status == HttpStatusCode.OK ? customer["figures"].GetProperty("orders").GetInt32() : 0;

    private static async Task<IEnumerable<string>> Members(TestStore at, string segment) =>
        (await at.Get($"/api/v1/segments/{segment}/members?limit=500")).Ok()["items"].EnumerateArray().Select(static member => (member.ValueKind == JsonValueKind.String ? member : member.GetProperty("customer")).GetString()!).Order(StringComparer.Ordinal);
}
