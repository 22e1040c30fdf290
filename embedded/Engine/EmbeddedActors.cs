using Crm.Embedded.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;

namespace Microsoft.Extensions.Hosting;

public static class EmbeddedActors
{
    /// <summary>
    /// Hosts the grains in this process, until the host stops. What calls grains in the background is registered after this, so that it
    /// stops before. Further settings: <see cref="SiloMessagingOptions"/>; time is the registered <see cref="TimeProvider"/>.
    /// </summary>
    public static IHostApplicationBuilder UseEmbeddedActors(this IHostApplicationBuilder builder, Action<GrainCollectionOptions>? configure = null)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<GrainCollectionOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart()
            .Validate(static o => o.CollectionQuantum > TimeSpan.Zero, "CollectionQuantum must be greater than zero.")
            .Validate(static o => o.CollectionAge > o.CollectionQuantum, "CollectionAge must be greater than CollectionQuantum.")
            .Validate(static o => o.ActivationTimeout > TimeSpan.Zero, "ActivationTimeout must be greater than zero.")
            .Validate(static o => o.DeactivationTimeout > TimeSpan.Zero, "DeactivationTimeout must be greater than zero.");
        services.AddOptions<SiloMessagingOptions>().ValidateOnStart()
            .Validate(static o => o.ResponseTimeout > TimeSpan.Zero, "ResponseTimeout must be greater than zero.");
        services.TryAddSingleton<ActorEngine>();
        services.TryAddSingleton<IClusterClient>(static services => services.GetRequiredService<ActorEngine>());
        services.TryAddSingleton<IGrainFactory>(static services => services.GetRequiredService<ActorEngine>());
        services.AddHostedService(static services => services.GetRequiredService<ActorEngine>());
        return builder;
    }
}
