using System.Collections.Concurrent;
using Crm.Client.Cluster;
using Crm.GrainInterfaces.Streams;
using Crm.TestSupport.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crm.Cluster.Tests;

/// <summary>A program that joins the cluster as an Orleans client.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClientTests(SiloCluster cluster) : IAsyncLifetime
{
    private IHost _host = null!;
    private TestStore _store = null!;

    private CrmCluster Crm => _host.Services.GetRequiredService<CrmCluster>();

    public async Task InitializeAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.AddCrmCluster(options =>
        {
            foreach (var gateway in cluster.Gateways)
            {
                options.Gateways.Add(gateway);
            }
        });
        _host = builder.Build();
        await _host.StartAsync();
        _store = await TestStore.Create(cluster.Silos[0].Url, "wall");
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task Customer_OfAnySilo_IsReadWhereItLives()
    {
        for (var i = 0; i < 10; i++)
        {
            await _store.Apply("track", $$$"""{"userId":"{{{i}}}","event":"Order Completed","properties":{"order_id":"o-{{{i}}}","total":12.5}}""");
            Assert.Equal(1, (await Crm.Customer(_store.Name, $"u:{i}"))!.Figures.Orders);
            Assert.Equal(12.5m, Assert.Single(await Crm.Orders(_store.Name, $"u:{i}")).Total);
        }

        Assert.Null(await Crm.Customer(_store.Name, "u:nobody"));
    }

    [Theory]
    [InlineData()]
    [InlineData("somewhere")]
    [InlineData("10.0.0.5:0")]
    [InlineData("10.0.0.5:30000", ":30000")]
    public void AddCrmCluster_GatewaysThatAreNone_SaysSo(params string[] gateways) =>
        Assert.Throws<ArgumentException>(() => Host.CreateApplicationBuilder().AddCrmCluster(options => Array.ForEach(gateways, options.Gateways.Add)));

    [Fact]
    public async Task Follow_WhoEntersASegment_GetsEachInOrder()
    {
        await _store.PutSegment("buyers", "orders >= 1");
        var (ofSegment, ofStore) = (new ConcurrentQueue<SegmentChange>(), new ConcurrentQueue<SegmentChange>());
        var follower = await Crm.Follow(_store.Name, "buyers", Into(ofSegment));
        await Crm.Follow(_store.Name, null, Into(ofStore));

        for (var i = 0; i < 40; i++)
        {
            await _store.Apply("track", $$$"""{"userId":"{{{i}}}","event":"Order Completed","properties":{"order_id":"o-{{{i}}}","total":12.5}}""");
        }

        var customers = Enumerable.Range(0, 40).Select(static string? (i) => $"u:{i}").ToHashSet();
        await SiloCluster.Until(() => Task.FromResult(customers.IsSubsetOf(Entered(ofSegment)) && customers.IsSubsetOf(Entered(ofStore))));
        Assert.Equal(40, await Crm.Count(_store.Name, "buyers") is { Members: var members } ? members : 0);
        Assert.All(ofSegment.GroupBy(static change => change.Partition), static changes => Assert.Equal(changes.Select(static change => change.Number).Order(), changes.Select(static change => change.Number)));

        await follower.UnsubscribeAsync();
        await _store.Apply("track", """{"userId":"late","event":"Order Completed","properties":{"order_id":"o-late","total":12.5}}""");
        await SiloCluster.Until(() => Task.FromResult(Entered(ofStore).Contains("u:late")));
        Assert.DoesNotContain("u:late", Entered(ofSegment));
    }

    private static Func<SegmentChange, Task> Into(ConcurrentQueue<SegmentChange> changes) => change =>
    {
        changes.Enqueue(change);
        return Task.CompletedTask;
    };

    private static HashSet<string?> Entered(IEnumerable<SegmentChange> changes) => [.. changes.Where(static change => change.Change == "entered").Select(static change => change.Customer)];
}
