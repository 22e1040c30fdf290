using Crm.Ingest.Bridge;
using Crm.Ingest.Logs;
using Crm.Ingest.Privacy;
using Crm.Ingest.Pumps;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Crm.Ingest.Kafka;

public static class KafkaServices
{
    /// <summary>The setting that names Kafka's brokers, and by being there makes it the log.</summary>
    public const string Setting = "CRM_KAFKA";

    /// <summary>The log as a topic of Kafka, its partitions shared by a consumer group; the settings are <see cref="KafkaOptions"/>. To be added before the pumps.</summary>
    public static IServiceCollection AddCrmKafkaLog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KafkaOptions>()
            .Configure(options => options.Brokers = configuration[Setting] ?? "")
            .Bind(configuration.GetSection(KafkaOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<KafkaOptions>, KafkaOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(static provider => provider.GetRequiredService<IOptions<KafkaOptions>>().Value);
        services.AddSingleton<KafkaClients>();
        services.AddSingleton<KafkaTopic>();
        services.AddSingleton<KafkaLog>();
        services.AddSingleton<ILog>(static provider => provider.GetRequiredService<KafkaLog>());
        services.AddSingleton<IKeepers, KafkaKeepers>();
        services.AddSingleton<IPartitionAssignment, KafkaMembership>();
        services.AddOptions<BridgeOptions>().Bind(configuration.GetSection(BridgeOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BridgeOptions>, BridgeOptionsValidator>();
        services.AddSingleton<IHostedService, KafkaStartup>();
        services.AddSingleton<IHostedService, KafkaBridge>();
        services.AddSingleton<IHostedService, DeadLetterPublisher>();
        return services;
    }
}
