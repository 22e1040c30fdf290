using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Core.Time;
using Crm.Ingest.Customers;
using Crm.Ingest.Pumps;
using Crm.Ingest.Tests.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;

namespace Crm.Ingest.Tests.Customers;

public sealed class CustomerSlotsTests
{
    private static readonly StoreSettings Settings = new("shop", StoreClock.Log);

    // Seen to fail where nobody is forgotten, and where one that is being stored is.
    [Fact]
    public void Trim_MoreThanTheLimit_ForgetsTheCleanOnesLongestUntouched()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        TestGrains.Use(builder);
        using var host = builder.Build();
        var slots = new CustomerSlots(host.Services.GetRequiredService<IGrainFactory>());
        var store = new StoreState(Settings, Instant.Min, StoreDefinitions.Compile(new(Settings, 0, [], RfmSettings.Default)));
        for (var i = 0; i < 100; i++)
        {
            slots.GetOrAdd($"shop/u:{i}", store).LastUsed = i;
        }

        slots.MarkDirty(slots.GetOrAdd("shop/u:0", store), batch: 1, offset: 1);
        slots.GetOrAdd("shop/u:1", store).Storing = 1;
        slots.Trim(40);

        Assert.Equal(30, slots.Count);
        Assert.True(slots.TryGet("shop/u:0", out _) && slots.TryGet("shop/u:1", out _) && slots.TryGet("shop/u:99", out _));
        Assert.False(slots.TryGet("shop/u:2", out _));
    }
}
