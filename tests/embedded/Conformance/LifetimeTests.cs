namespace Crm.Embedded.Tests.Conformance;

public sealed class LifetimeTests : IAsyncLifetime
{
    private EngineFixture _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineFixture.Start();

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task Call_First_WaitsForTheActivation()
    {
        var call = Probe("slow first").Note("called").AsTask();
        await _engine.Journal.Gate("slow first activation").Reached;
        Assert.False(call.IsCompleted);
        _engine.Journal.Gate("slow first activation").Open();
        await call;
        Assert.Equal(["activated", "called"], _engine.Journal.Of("slow first"));
        _engine.Journal.Gate("slow first deactivation").Open();
    }

    [Fact]
    public async Task Call_ActivationFails_FailsAndTheNextTriesAnew()
    {
        _engine.Journal.FailActivations(1);
        await Assert.ThrowsAnyAsync<Exception>(async () => await Probe("fails").Add(1));
        Assert.Equal(1, await Probe("fails").Add(1));
        Assert.Equal(["activated"], _engine.Journal.Of("fails"));
    }

    [Fact]
    public async Task DeactivateOnIdle_LaterCall_GoesToANewActivationAfterTheOldHasEnded()
    {
        var grain = Probe("slow ends");
        _engine.Journal.Gate("slow ends activation").Open();
        await grain.Add(5);
        await grain.End();
        await _engine.Journal.Gate("slow ends deactivation").Reached;
        var call = grain.Add(1).AsTask();
        Assert.False(call.IsCompleted);
        _engine.Journal.Gate("slow ends deactivation").Open();
        Assert.Equal(1, await call);
        Assert.Equal(["activated", "deactivating ApplicationRequested", "deactivated", "activated"], _engine.Journal.Of("slow ends"));
    }

    [Fact]
    public async Task DeactivateOnIdle_CallsWaiting_RunInOrderInANewActivation()
    {
        var grain = Probe("hands over");
        await grain.Add(5);
        var ending = grain.EndAt("hands over gate");
        await _engine.Journal.Gate("hands over gate").Reached;
        var calls = Enumerable.Range(0, 50).Select(i => grain.Note($"{i}").AsTask()).ToList();
        _engine.Journal.Gate("hands over gate").Open();
        await ending;
        await Task.WhenAll(calls);
        Assert.Equal(
            ["activated", "deactivating ApplicationRequested", "deactivated", "activated", .. Enumerable.Range(0, 50).Select(i => $"{i}")],
            _engine.Journal.Of("hands over"));
    }

    [Fact]
    public async Task Stop_ActiveGrains_AllAreDeactivated()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Probe($"stops{i}").Add(1).AsTask()));
        await _engine.Stop();
        for (var i = 0; i < 200; i++)
            Assert.Equal(["activated", "deactivating ShuttingDown", "deactivated"], _engine.Journal.Of($"stops{i}"));
    }

    private IProbeGrain Probe(string key) => _engine.Grains.GetGrain<IProbeGrain>(key);
}
