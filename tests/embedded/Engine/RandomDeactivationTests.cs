using Crm.Embedded.Engine;
using Crm.Embedded.Tests.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Crm.Embedded.Tests.Engine;

public sealed class RandomDeactivationTests
{
    private const int Callers = 4;
    private const int CallsEach = 250_000;
    private const int Keys = 64;

    [Fact]
    public async Task Call_MillionTimesWhileActivationsEndAtRandom_NoneIsLostOrTornOrOvertaken()
    {
        var store = new CounterStore();
        var engine = await EngineFixture.Start(configure: services => services.AddSingleton(store));
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(seed => Task.Run(() => CallAtRandom(engine.Grains, seed))));
        await engine.DisposeAsync();

        Assert.Equal((long)Callers * CallsEach, store.Sum);
        Assert.Equal(0, store.Torn);
        Assert.True(store.Activations > CallsEach / 10, $"Only {store.Activations} activations: the test tested little.");
    }

    private static async Task CallAtRandom(IGrainFactory grains, int seed)
    {
        var random = new Random(seed);
        var references = Enumerable.Range(0, Keys).Select(i => grains.GetGrain<IStoredCounterGrain>($"k{i}")).ToArray();
        var seen = new long[Keys];
        for (var i = 0; i < CallsEach; i += 2)
        {
            var key = random.Next(Keys);
            if (random.Next(10) == 0)
                ((GrainReference)references[random.Next(Keys)]).Activation?.Deactivate(new(DeactivationReasonCode.RuntimeRequested, "By chance."));
            var (first, second) = (Add(references[key], random), Add(references[key], random));
            var (earlier, later) = (await first, await second);
            Assert.True(seen[key] < earlier && earlier < later, $"{seen[key]}, {earlier}, {later}: a call was lost or overtaken.");
            seen[key] = later;
        }
    }

    private static Task<long> Add(IStoredCounterGrain counter, Random random) =>
        random.Next(10) == 0 ? counter.AddSlowly() : counter.Add().AsTask();
}
