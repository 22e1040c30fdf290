using Crm.Embedded.Engine;
using Crm.Embedded.Tests.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;

namespace Crm.Embedded.Tests.Engine;

public sealed class HostingTests
{
    [Fact]
    public async Task Start_OptionsOutOfRange_FailsNamingEach()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.UseEmbeddedActors(o => (o.CollectionAge, o.ActivationTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.Zero));
        using var host = builder.Build();
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Equal(2, exception.Failures.Count());
    }

    [Fact]
    public async Task GetGrain_FromClientAndFactory_AreTheSame()
    {
        await using var engine = await EngineFixture.Start();
        Assert.Same(engine.Grains, engine.Services.GetRequiredService<IClusterClient>());
    }

    [Fact]
    public async Task GetGrain_ClassNamePrefix_MustFit()
    {
        await using var engine = await EngineFixture.Start();
        Assert.NotNull(engine.Grains.GetGrain<IProbeGrain>("x", "Crm.Embedded.Tests"));
        Assert.Throws<ArgumentException>(() => engine.Grains.GetGrain<IProbeGrain>("x", "Elsewhere"));
    }

    [Fact]
    public async Task Call_AfterStop_FailsAtOnce()
    {
        await using var engine = await EngineFixture.Start();
        await engine.Stop();
        await Assert.ThrowsAsync<GrainsStoppedException>(async () => await engine.Grains.GetGrain<IProbeGrain>("x").Add(1));
    }

    [Fact]
    public async Task Call_ServiceOfTheGrainMissing_FailsNamingIt()
    {
        await using var engine = await EngineFixture.Start();
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await engine.Grains.GetGrain<IStoredCounterGrain>("x").Add());
        Assert.Contains(nameof(CounterStore), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_GrainHangs_EndsWhenTheHostsPatienceDoes()
    {
        await using var engine = await EngineFixture.Start();
        _ = engine.Grains.GetGrain<IProbeGrain>("hangs").WaitAt("hangs gate");
        await engine.Services.GetRequiredService<ActorEngine>().StopAsync(new CancellationToken(canceled: true));
        engine.Journal.Gate("hangs gate").Open();
    }
}
