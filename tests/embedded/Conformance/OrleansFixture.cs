using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Crm.Embedded.Tests.Conformance;

/// <summary>A process that hosts the test grains as an Orleans silo of its own.</summary>
internal sealed class EngineFixture(IHost host) : IAsyncDisposable
{
    public IGrainFactory Grains { get; } = host.Services.GetRequiredService<IGrainFactory>();

    public Journal Journal { get; } = host.Services.GetRequiredService<Journal>();

    public IServiceProvider Services => host.Services;

    public static async Task<EngineFixture> Start(TimeSpan? responseTimeout = null, Action<IServiceCollection>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.UseOrleans(static silo => silo
            .UseLocalhostClustering(gatewayPort: 0)
            .Configure<EndpointOptions>(static endpoint => endpoint.SiloListeningEndpoint = new(IPAddress.Loopback, 0)));
        builder.Services.AddSingleton<Journal>();
        builder.Services.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = responseTimeout ?? o.ResponseTimeout);
        configure?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    public Task Stop() => host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
