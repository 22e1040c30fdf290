namespace Crm.Embedded.Tests.Conformance;

public sealed class CycleTests
{
    [Fact]
    public async Task Call_BackToAGrainThatWaits_TimesOutAndBothGoOn()
    {
        await using var engine = await EngineFixture.Start(responseTimeout: TimeSpan.FromSeconds(1));
        var first = engine.Grains.GetGrain<IProbeGrain>("cycle a");
        await Assert.ThrowsAsync<TimeoutException>(() => first.Call(["cycle b", "cycle a"]));
        Assert.Equal(2, await first.Call(["cycle b"]));
    }
}
