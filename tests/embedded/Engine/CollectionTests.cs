using Crm.Embedded.Engine;
using Crm.Embedded.Tests.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Crm.Embedded.Tests.Engine;

public sealed class CollectionTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly CounterStore _store = new();
    private EngineFixture _engine = null!;

    private ActorEngine Engine => _engine.Services.GetRequiredService<ActorEngine>();

    public async Task InitializeAsync() => _engine = await EngineFixture.Start(configure: services =>
        services.AddSingleton<TimeProvider>(_time).AddSingleton(_store));

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task Collect_IdleForTheAge_EndsTheActivation()
    {
        await Counter("idle").Add();
        _time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(1, Engine.ActivationCount);
        _time.Advance(TimeSpan.FromMinutes(3));
        await Gone();
        Assert.Equal(2, await Counter("idle").Add());
        Assert.Equal(2, _store.Activations);
    }

    [Fact]
    public async Task Collect_CalledMeanwhile_KeepsTheActivation()
    {
        for (var i = 0; i < 10; i++)
        {
            await Counter("used").Add();
            _time.Advance(TimeSpan.FromMinutes(14));
        }
        Assert.Equal(1, _store.Activations);
    }

    [Fact]
    public async Task DelayDeactivation_NotOver_KeepsTheActivationUntilItIs()
    {
        await Counter("kept").Keep(TimeSpan.FromHours(2));
        _time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, Engine.ActivationCount);
        _time.Advance(TimeSpan.FromMinutes(5));
        await Gone();
    }

    [Fact]
    public async Task DelayDeactivation_TakenBack_EndsTheActivationWhenIdle()
    {
        await Counter("kept").Keep(Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromDays(400));
        Assert.Equal(1, Engine.ActivationCount);
        await Counter("kept").Keep(TimeSpan.Zero);
        _time.Advance(TimeSpan.FromMinutes(17));
        await Gone();
    }

    [Fact]
    public async Task Deactivation_TakesTooLong_IsDroppedAndCallsGoOn()
    {
        var counter = Counter("stuck");
        await counter.Add();
        _store.Stuck = new TaskCompletionSource().Task;
        ((GrainReference)counter).Activation!.Deactivate(new(DeactivationReasonCode.RuntimeRequested, "For the test."));
        await Until(() => _time.Timers == 2); // the collection's and this one's
        _store.Stuck = null;
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, await counter.Add());
    }

    private IStoredCounterGrain Counter(string key) => _engine.Grains.GetGrain<IStoredCounterGrain>(key);

    private Task Gone() => Until(() => Engine.ActivationCount == 0);

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
            await Task.Yield();
    }
}
