using Crm.Embedded.Tests.Conformance;

namespace Crm.Embedded.Tests.Engine;

/// <summary>More order than the grains may rely on: Orleans does not keep it.</summary>
public sealed class OrderTests
{
    [Fact]
    public async Task Call_ManyToAGrainThatIsNotActiveYet_RunInTheOrderMade()
    {
        await using var engine = await EngineFixture.Start();
        engine.Journal.Gate("slow order deactivation").Open();
        var grain = engine.Grains.GetGrain<IProbeGrain>("slow order");
        var calls = Enumerable.Range(0, 500).Select(i => grain.Note($"{i}").AsTask()).ToList();
        engine.Journal.Gate("slow order activation").Open();
        await Task.WhenAll(calls);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i}"), engine.Journal.Of("slow order").Skip(1));
    }
}
