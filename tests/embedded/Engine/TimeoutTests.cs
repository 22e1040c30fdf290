using Crm.Embedded.Engine;
using Crm.Embedded.Tests.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Embedded.Tests.Engine;

public sealed class TimeoutTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private EngineFixture _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineFixture.Start(configure: services => services.AddSingleton<TimeProvider>(_time));

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task Call_NoAnswerInTime_FailsForTheCallerOnly()
    {
        var grain = Probe("late");
        var call = grain.WaitAt("late gate");
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        var exception = await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Contains("test-probe/late", exception.Message, StringComparison.Ordinal);

        _engine.Journal.Gate("late gate").Open();
        await grain.Note("after");
        Assert.Equal(["activated", "waits at late gate", "passed late gate", "after"], _engine.Journal.Of("late"));
    }

    [Fact]
    public async Task Call_ExpiredWhileWaitingForItsTurn_IsNeverRun()
    {
        var grain = Probe("queue");
        var first = grain.WaitAt("queue gate");
        var expired = grain.Note("expired").AsTask();
        _time.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<TimeoutException>(() => first);
        await Assert.ThrowsAsync<TimeoutException>(() => expired);
        _engine.Journal.Gate("queue gate").Open();
        await grain.Note("next");
        Assert.DoesNotContain("expired", _engine.Journal.Of("queue"));
    }

    [Fact]
    public async Task Activation_TakesTooLong_FailsTheWaitingCallsAndTheNextTriesAnew()
    {
        var call = Probe("slow start").Note("never").AsTask();
        _time.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<TimeoutException>(() => call);
        while (_engine.Services.GetRequiredService<ActorEngine>().ActivationCount > 0)
            await Task.Yield();
        _engine.Journal.Gate("slow start activation").Open();
        _engine.Journal.Gate("slow start deactivation").Open();
        await Probe("slow start").Note("again");
        // The abandoned activation goes on beside the new one once its gate opens: only its call must not be run.
        Assert.Contains("again", _engine.Journal.Of("slow start"));
        Assert.DoesNotContain("never", _engine.Journal.Of("slow start"));
    }

    private IProbeGrain Probe(string key) => _engine.Grains.GetGrain<IProbeGrain>(key);
}
