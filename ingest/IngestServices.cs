using Crm.Core.Definitions;
using Crm.Ingest.Backfill;
using Crm.Ingest.Commits;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace Crm.Ingest;

public static class IngestServices
{
    /// <summary>Adds the pumps; the ports (log, partition store, indexes) come from whoever speaks to the database or to Kafka. The log is added before.</summary>
    public static IServiceCollection AddCrmIngest(this IServiceCollection services)
    {
        services.AddOptions<PumpOptions>().BindConfiguration("Crm:Pump").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new PartitionOwner(null));
        services.AddSingleton<DefinitionVersions>();
        services.AddSingleton<DueActions>();
        services.AddSingleton<ChangeNews>();
        services.AddSingleton<PumpMetrics>();
        services.AddSingleton(static provider => new AppliedPositions(provider.GetRequiredService<ILog>().Partitions));
        services.AddSingleton(static provider => new PumpHealth(provider.GetRequiredService<ILog>().Partitions));
        services.AddSingleton(static provider => new PumpServices(
            provider.GetRequiredService<ILog>(),
            provider.GetRequiredService<IPartitionStore>(),
            provider.GetRequiredService<IWakeIndex>(),
            provider.GetRequiredService<IBackfillSource>(),
            provider.GetRequiredService<IHistorySpool>(),
            provider.GetRequiredService<IStoreDirectory>(),
            provider.GetRequiredService<IDefinitionCache>(),
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<AppliedPositions>(),
            provider.GetRequiredService<DefinitionVersions>(),
            provider.GetRequiredService<DueActions>(),
            provider.GetRequiredService<ChangeNews>(),
            provider.GetRequiredService<PumpMetrics>(),
            provider.GetRequiredService<IOptions<PumpOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Pump>>()));
        services.AddHostedService<PumpHost>();
        services.AddHostedService<ElsewherePositions>();
        services.AddHostedService<PumpLag>();
        return services;
    }
}
