using Crm.Core.Definitions;
using Crm.Grains.Customers;
using Crm.Grains.Segments;
using Crm.Grains.Stores;
using Crm.Grains.Triggers;
using Crm.Ingest.Backfill;
using Crm.Ingest.Commits;
using Crm.Ingest.DeadLetters;
using Crm.Ingest.Logs;
using Crm.Ingest.Privacy;
using Crm.Ingest.Pumps;
using Crm.Postgres.Access;
using Crm.Postgres.Accounts;
using Crm.Postgres.Archive;
using Crm.Postgres.Automations;
using Crm.Postgres.Backfill;
using Crm.Postgres.Commits;
using Crm.Postgres.Console;
using Crm.Postgres.DeadLetters;
using Crm.Postgres.Definitions;
using Crm.Postgres.Feed;
using Crm.Postgres.Live;
using Crm.Postgres.Logs;
using Crm.Postgres.Migrations;
using Crm.Postgres.Privacy;
using Crm.Postgres.Retention;
using Crm.Postgres.Rfm;
using Crm.Postgres.Search;
using Crm.Postgres.Seen;
using Crm.Postgres.Segments;
using Crm.Postgres.Snapshots;
using Crm.Postgres.Stores;
using Crm.Postgres.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crm.Postgres;

public static class PostgresServices
{
    /// <summary>
    /// The ports of grains and ingest in PostgreSQL, but for the log, and the queries of the HTTP API. The connection
    /// string is the setting <c>CRM_POSTGRES</c>, all else the section <c>Postgres</c> (<see cref="PostgresOptions"/>).
    /// </summary>
    public static IServiceCollection AddCrmPostgres(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PostgresOptions>()
            .Configure(options => options.ConnectionString = configuration["CRM_POSTGRES"] ?? "")
            .Bind(configuration.GetSection("Postgres"))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<PostgresOptions>, PostgresOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DefinitionVersions>();
        services.TryAddSingleton(new PartitionOwner(null));
        services.AddSingleton(provider => Database.Open(provider.GetRequiredService<IOptions<PostgresOptions>>().Value));
        services.AddSingleton(provider => new Migrator(
            provider.GetRequiredService<Npgsql.NpgsqlDataSource>(), Migration.All, provider.GetRequiredService<ILogger<Migrator>>()));
        services.AddHostedService<PostgresStartup>();
        services.AddHostedService<ArchiveKeeper>();
        services.AddHostedService<DefinitionWatcher>();
        services.AddOptions<PrivacyOptions>().Bind(configuration.GetSection(PrivacyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SignInOptions>().Bind(configuration.GetSection(SignInOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SignInOptions>, SignInOptionsValidator>();
        return services.AddPorts().AddQueries().AddPrivacy();
    }

    /// <summary>The log as a table of the same database; its settings are the section <c>PostgresLog</c> (<see cref="PostgresLogOptions"/>).</summary>
    public static IServiceCollection AddCrmPostgresLog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PostgresLogOptions>().Bind(configuration.GetSection("PostgresLog")).ValidateOnStart();
        services.AddOptions<PumpOptions>().Validate(
            static options => options.Archive == ArchiveKeeping.Database,
            "Crm:Pump:Archive is Log, but the PostgreSQL log deletes what was applied: name Kafka's brokers in CRM_KAFKA, or leave it at Database.");
        services.AddSingleton<IValidateOptions<PostgresLogOptions>, PostgresLogOptionsValidator>();
        services.AddSingleton<PostgresLog>();
        services.AddSingleton<ILog>(provider => provider.GetRequiredService<PostgresLog>());
        services.AddSingleton<IPartitionAssignment, PartitionLeases>();
        return services;
    }

    private static IServiceCollection AddPorts(this IServiceCollection services)
    {
        services.AddSingleton<ArchiveMonths>();
        services.AddSingleton<PartitionOwners>();
        services.AddSingleton<IPartitionStore, PartitionStore>();
        services.AddSingleton<IDurablePositions, DurablePositions>();
        services.AddSingleton<IDeadLetterOutbox, DeadLetterOutbox>();
        services.AddSingleton<ISnapshotLoader, SnapshotLoader>();
        services.AddSingleton<IWakeIndex, WakeIndex>();
        services.AddSingleton<IBackfillSource, BackfillSource>();
        services.AddSingleton<IHistorySpool, HistorySpool>();
        services.AddSingleton<ISegmentReader, SegmentReader>();
        services.AddSingleton<IOutbox, Outbox>();
        services.AddSingleton<StoreRepository>();
        services.AddSingleton<IStoreDirectory>(provider => provider.GetRequiredService<StoreRepository>());
        services.AddSingleton<DefinitionStore>();
        services.AddSingleton<IDefinitionStore>(provider => provider.GetRequiredService<DefinitionStore>());
        services.AddSingleton<IDefinitionCache, DefinitionCache>();
        return services;
    }

    private static IServiceCollection AddPrivacy(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<ICustomerKeys, CustomerKeys>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<SealMetrics>();
        services.AddSingleton<Seals>();
        services.AddSingleton<Erasures>();
        services.AddSingleton<ErasureRows>();
        services.AddSingleton<DeadLetterSweep>();
        return services;
    }

    private static IServiceCollection AddQueries(this IServiceCollection services)
    {
        services.AddSingleton<AccessLog>();
        services.AddSingleton<AccountReader>();
        services.AddSingleton<ActivityReader>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<AutomationRecords>();
        services.AddSingleton<ConsoleLinks>();
        services.AddSingleton<ConsoleSessions>();
        services.AddSingleton<OldEvents>();
        services.AddSingleton<ArchiveFloor>();
        services.AddSingleton<OldRows>();
        services.AddSingleton<OutboxQueue>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<ClusterMembers>();
        services.AddSingleton<DayReader>();
        services.AddSingleton<DeadLetterList>();
        services.AddSingleton<DefinitionProgress>();
        services.AddSingleton<Firings>();
        services.AddSingleton<MemberList>();
        services.AddSingleton<RetentionRepository>();
        services.AddSingleton<RfmCounts>();
        services.AddSingleton<SeenReader>();
        services.AddSingleton<RfmPopulation>();
        services.AddSingleton<RfmTurns>();
        services.AddSingleton<PastEvents>();
        services.AddSingleton<StoredCustomers>();
        services.AddSingleton<StoreTimes>();
        services.AddSingleton<SegmentCounts>();
        services.AddSingleton<SegmentTrends>();
        services.AddSingleton<StreamPlaces>();
        services.AddSingleton<Timeline>();
        services.AddSingleton<WebhookSecrets>();
        return services;
    }
}
