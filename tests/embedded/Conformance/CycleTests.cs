namespace Crm.Embedded.Tests.Conformance;

public sealed class CycleTests
{
    [Fact]
    public async Task Call_BackToAGrainThatWaits_TimesOutAndBothGoOn()
    {
        await using var engine = await EngineFixture.Start(responseTimeout: TimeSpan.FromSeconds(1));
        var first = engine.Grains.GetGrain<IProbeGrain>("cycle a");
        await Assert.ThrowsAsync<TimeoutException>(() => first.Call(["cycle b", "cycle a"]));
        Assert.Equal(2, await Patiently(() => first.Call(["cycle b"])));
    }

    // The inner calls end by their own timeouts, which Orleans looks at only now and then.
    private static async Task<int> Patiently(Func<Task<int>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TimeoutException) when (attempt < 10)
            {
            }
        }
    }
}
