using Crm.Embedded.Tests.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Embedded.Tests.Engine;

public sealed class AllocationTests
{
    private const int Grains = 1_000;
    private const int Rounds = 100;

    [Fact]
    public async Task Call_WarmGrainByReferenceHeld_AllocatesNearlyNothing()
    {
        await using var engine = await EngineFixture.Start(configure: services => services.AddSingleton<CounterStore>());
        var grains = Enumerable.Range(0, Grains).Select(i => engine.Grains.GetGrain<IStoredCounterGrain>($"g{i}")).ToArray();
        Assert.InRange(await BytesPerCall(i => grains[i].Add()), 0, 8);
    }

    [Fact]
    public async Task Call_WarmGrainByGetGrainEachTime_AllocatesNearlyNothing()
    {
        await using var engine = await EngineFixture.Start(configure: services => services.AddSingleton<CounterStore>());
        var keys = Enumerable.Range(0, Grains).Select(i => $"g{i}").ToArray();
        Assert.InRange(await BytesPerCall(i => engine.Grains.GetGrain<IStoredCounterGrain>(keys[i]).Add()), 0, 8);
    }

    private static async Task<double> BytesPerCall(Func<int, ValueTask<long>> call)
    {
        await Round(call);
        var thread = Environment.CurrentManagedThreadId;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++)
            await Round(call);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(thread, Environment.CurrentManagedThreadId); // else some call had to wait
        return allocated / (double)(Rounds * Grains);
    }

    private static async Task Round(Func<int, ValueTask<long>> call)
    {
        for (var i = 0; i < Grains; i++)
            await call(i);
    }
}
