using Orleans;

namespace Crm.Embedded.Tests.Conformance;

public sealed class CallTests : IAsyncLifetime
{
    private EngineFixture _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineFixture.Start();

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task Call_EachKindOfResult_Returns()
    {
        var grain = Probe("kinds");
        Assert.Equal(3, await grain.Add(3));
        await grain.Note("noted");
        Assert.Equal(3, await grain.Total());
        _engine.Journal.Gate("open").Open();
        await grain.WaitAt("open");
        var reversed = await grain.Reverse(new("abc", [1, 2], 1.5m));
        Assert.Equal("cba", reversed.Text);
        Assert.Equal<int>([2, 1], [.. reversed.Numbers]);
        Assert.Equal(1.5m, reversed.Amount);
        Assert.Contains("noted", _engine.Journal.Of("kinds"));
    }

    [Fact]
    public async Task Call_ManyReferencesToOneKey_ReachOneActivation()
    {
        for (var i = 0; i < 100; i++)
            await Probe("one").Add(1);
        Assert.Equal(100, await Probe("one").Total());
        Assert.Equal(0, await Probe("another").Total());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_GrainThrows_CallerGetsTheExceptionAndTheGrainGoesOn(bool afterAwait)
    {
        var grain = Probe($"throws {afterAwait}");
        await grain.Add(1);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await grain.Fail(afterAwait));
        Assert.StartsWith("Told to fail", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, await grain.Add(1));
    }

    [Fact]
    public async Task Call_AnotherAwaitsSomething_BeginsWhenThatOneIsOver()
    {
        var grain = Probe("exclusive");
        var first = grain.WaitAt("exclusive gate");
        await _engine.Journal.Gate("exclusive gate").Reached;
        var second = grain.Note("second").AsTask();
        Assert.False(second.IsCompleted);
        _engine.Journal.Gate("exclusive gate").Open();
        await Task.WhenAll(first, second);
        Assert.Equal(["activated", "waits at exclusive gate", "passed exclusive gate", "second"], _engine.Journal.Of("exclusive"));
    }

    [Fact]
    public async Task Call_ManyToAnActiveGrainWithoutWaiting_RunInTheOrderMade()
    {
        var grain = Probe("order");
        var first = grain.WaitAt("order gate");
        await _engine.Journal.Gate("order gate").Reached;
        var calls = Enumerable.Range(0, 500).Select(i => grain.Note($"{i}").AsTask()).ToList();
        _engine.Journal.Gate("order gate").Open();
        await Task.WhenAll([first, .. calls]);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i}"), _engine.Journal.Of("order").Skip(3));
    }

    // In no certain order: Orleans finds a grain that is not active yet for each waiting call by itself. Only the embedded engine keeps it.
    [Fact]
    public async Task Call_ManyToAGrainThatIsNotActiveYet_EachRunsOnce()
    {
        _engine.Journal.Gate("slow burst deactivation").Open();
        var grain = Probe("slow burst");
        var calls = Enumerable.Range(0, 500).Select(i => grain.Note($"{i}").AsTask()).ToList();
        _engine.Journal.Gate("slow burst activation").Open();
        await Task.WhenAll(calls);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i}").Order(), _engine.Journal.Of("slow burst").Skip(1).Order());
    }

    [Fact]
    public async Task Call_SeveralFlowsInOneGrain_NeverRunTogether() =>
        Assert.Equal(8 * 2_000, await Probe("flows").FanOut(8, 2_000));

    [Fact]
    public async Task Call_ManyCallersAtOnce_NoneIsLost()
    {
        var grain = Probe("busy");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 5_000; i++)
                await grain.Add(1);
        })));
        Assert.Equal(40_000, await grain.Total());
    }

    [Fact]
    public async Task Call_FromGrainToGrain_Returns() => Assert.Equal(3, await Probe("a").Call(["b", "c"]));

    [Fact]
    public async Task GetPrimaryKeyString_GrainItsConstructorAndReference_IsTheKey()
    {
        var grain = Probe("st. ore/u:ü");
        Assert.Equal("st. ore/u:ü", grain.GetPrimaryKeyString());
        Assert.Equal("st. ore/u:ü", await grain.MadeWith());
    }

    [Fact]
    public void GetGrain_BlankKey_Throws() => Assert.Throws<ArgumentException>(() => Probe(" "));

    private IProbeGrain Probe(string key) => _engine.Grains.GetGrain<IProbeGrain>(key);
}
