using System.Net;
using Crm.TestSupport.Stores;

namespace Crm.Cluster.Tests;

/// <summary>A customer lives on the silo that has its home partition, whoever asks for it.</summary>
[Collection(ClusterCollection.Name)]
public sealed class PlacementTests(SiloCluster cluster)
{
    [Fact]
    public async Task Customer_ReadThroughAnySilo_IsAsItLivesInTheOnlyMemory()
    {
        using var store = await TestStore.Create(cluster.Silos[0].Url, "wall");
        var ids = Enumerable.Range(0, 30).Select(static i => $"u:{i}").ToArray();
        foreach (var id in ids)
        {
            // Nobody waits for it: no commit holds the customer's state.
            (await store.Post("/v1/identify", $$$"""{"userId":"{{{id[2..]}}}","traits":{"email":"{{{id[2..]}}}@example.com"}}""")).Ok();
        }

        foreach (var silo in cluster.Silos)
        {
            using var at = store.At(silo.Url);
            foreach (var id in ids)
            {
                await SiloCluster.Until(async () => (await at.Get($"/api/v1/customers/{id}")).Status == HttpStatusCode.OK);
                Assert.Contains($"\"{id[2..]}@example.com\"", (await at.Get($"/api/v1/customers/{id}")).Text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Calls_AlsoAfterPartitionsWentElsewhere_AreLocal()
    {
        using var store = await TestStore.Create(cluster.Silos[1].Url, "wall");
        await Visit(store);
        var away = await cluster.Sum("crm_customer_calls_away_total");

        var fourth = await cluster.Join();
        await cluster.Even();
        await Visit(store);
        Assert.Equal(away, await cluster.Sum("crm_customer_calls_away_total"));

        await cluster.Leave(fourth);
        await cluster.Even();
        await Visit(store);
        Assert.Equal(away, await cluster.Sum("crm_customer_calls_away_total"));
    }

    // All of a hundred customers, through whichever silo.
    private async Task Visit(TestStore store)
    {
        var calls = await cluster.Sum("crm_pump_calls_total");
        for (var i = 0; i < 100; i++)
        {
            (await store.At(cluster.Silos[i % 3].Url).Post("/v1/track", $$"""{"userId":"{{i}}","event":"Product Viewed"}""")).Ok();
        }

        await SiloCluster.Until(async () => await cluster.Sum("crm_pump_calls_total") >= calls + 100);
    }
}
