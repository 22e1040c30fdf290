using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using Crm.Core.Customers.Json;
using Crm.Core.Time;
using Crm.Grains.Customers;
using Crm.Grains.Stores;
using Crm.Ingest;
using Crm.Ingest.Kafka;
using Crm.Ingest.Privacy;
using Crm.Postgres;
using Crm.Postgres.Logs;
using Crm.Silo.Access;
using Crm.Silo.Accounts;
using Crm.Silo.Auth;
using Crm.Silo.Automations;
using Crm.Silo.Changes;
using Crm.Silo.Clock;
using Crm.Silo.Collector;
using Crm.Silo.Console;
using Crm.Silo.Customers;
using Crm.Silo.DeadLetters;
using Crm.Silo.Docs;
using Crm.Silo.Export;
using Crm.Silo.Health;
using Crm.Silo.Http;
using Crm.Silo.Lists;
using Crm.Silo.Live;
using Crm.Silo.Privacy;
using Crm.Silo.Profiles;
using Crm.Silo.Retention;
using Crm.Silo.Rfm;
using Crm.Silo.Rules;
using Crm.Silo.Search;
using Crm.Silo.Segments;
using Crm.Silo.Stores;
using Crm.Silo.Telemetry;
using Crm.Silo.Webhooks;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Configuration;

/// <summary>The composition root: what the process consists of.</summary>
internal static class SiloServices
{
    public static void AddSilo(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddHostedService(static provider => provider.GetRequiredService<Metrics>());
        builder.AddExport();
        services.AddCrmPostgres(builder.Configuration);
        services.AddLog(builder.Configuration);
        services.AddSealedLog();
        services.AddCrmIngest();
        services.AddApiKeys();
        services.AddAccessLog();
        services.AddConsole();
        services.AddSearch();
        services.AddSingleton<Metrics>();
        services.AddSingleton<CollectorMetrics>();
        services.AddSingleton<CustomerMetrics>();
        services.AddSingleton<Intake>();
        services.AddSingleton<Collector.Collector>();
        services.AddSingleton<ITenure, PumpTenure>();
        services.AddSingleton<CustomerCalls>();
        services.AddSingleton<CustomerReasons>();
        services.AddSingleton<CustomerWrites>();
        services.AddSingleton<Exports>();
        services.AddSingleton<Completions>();
        services.AddSingleton<SegmentViews>();
        services.AddSingleton<SegmentHistory>();
        services.AddSingleton<IDefinitionAnnouncer, DefinitionAnnouncer>();
        services.AddAutomations();
        services.AddRetention();
        services.AddRfm();
        services.AddSingleton<Resubmission>();
        services.AddErasures();
        services.AddSingleton<Readiness>();
        services.AddSingleton<OpenStreams>();
        services.AddLive();
        services.AddWebhooks();
        services.AddExceptionHandler<Failures>();
        services.AddCors(static cors => cors.AddPolicy(CollectorEndpoints.Cors, static policy => policy.AllowAnyOrigin().WithMethods("POST").AllowAnyHeader()));
        services.AddDescription();
        services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // read as JSON only, never as HTML
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.Converters.Add(new InstantConverter());
            var chain = json.SerializerOptions.TypeInfoResolverChain;
            chain.Clear();
            foreach (var context in (ReadOnlySpan<JsonSerializerContext>)[
                ProblemJson.Default, CollectorJson.Default, CustomerDocument.Default, CustomerJson.Default, ProfileJson.Default, RuleBodies.Default, SegmentJson.Default, ListJson.Default, AutomationBodyJson.Default, ChangeJson.Default, AccountJson.Default, PrivacyJson.Default, AccessJson.Default, ErasureJson.Default, SessionJson.Default, SearchJson.Default,
                RfmJson.Default, LiveJson.Default, ClockJson.Default, DeadLetterJson.Default, StoreJson.Default, HealthJson.Default, WebhookJson.Default])
            {
                chain.Add(context);
            }
        });
    }

    public static void UseSilo(this WebApplication app)
    {
        app.UseRequestSpans();
        app.UseExceptionHandler(static _ => { });
        app.UseStatusCodePages(static context => new Problem(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        app.Use(static (context, next) =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return next(context);
        });
        app.UseConsole();
        app.UseCors();
        app.UseAuthentication();
        app.UseAccessLog();
        app.UseAuthorization();
        app.MapCollector();
        app.MapCustomers();
        app.MapSearch();
        app.MapExport();
        app.MapAccounts();
        app.MapPrivacy();
        app.MapAccessLog();
        app.MapProfiles();
        app.MapSegments();
        app.MapLists();
        app.MapAutomations();
        app.MapChanges();
        app.MapRules();
        app.MapRfm();
        app.MapLive();
        app.MapClock();
        app.MapDeadLetters();
        app.MapErasures();
        app.MapStores();
        app.MapKeys();
        app.MapWebhooks();
        app.MapHealth();
        app.MapMetrics();
        app.MapConsole();
        app.MapDescription();
    }

    /// <summary>Kafka where its brokers are named, else a table of the database.</summary>
    private static void AddLog(this IServiceCollection services, ConfigurationManager configuration)
    {
        if (configuration[KafkaServices.Setting] is { Length: > 0 })
        {
            services.AddCrmKafkaLog(configuration);
            services.AddOptions<KafkaOptions>().Configure<IOptions<SiloOptions>>(static (log, silo) => log.Partitions = silo.Value.Partitions);
            return;
        }

        services.AddCrmPostgresLog(configuration);
        services.AddOptions<PostgresLogOptions>().Configure<IOptions<SiloOptions>>(static (log, silo) => log.Partitions = silo.Value.Partitions);
    }
}
