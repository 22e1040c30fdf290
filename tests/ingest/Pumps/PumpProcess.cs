using Crm.Core.Definitions;
using Crm.Grains.Customers;
using Crm.Ingest.Backfill;
using Crm.Ingest.Commits;
using Crm.Ingest.DeadLetters;
using Crm.Ingest.Pumps;
using Crm.Ingest.Tests.Engine;
using Crm.Ingest.Tests.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crm.Ingest.Tests.Pumps;

/// <summary>The pumps as a process has them, over a database in memory.</summary>
internal static class PumpProcess
{
    /// <param name="database">May be that of several.</param>
    /// <param name="log">Adds the log, and who says which partitions are the process's.</param>
    /// <param name="settings">As in the configuration.</param>
    public static async Task<IHost> Start(
        MemoryDatabase database, Action<IServiceCollection, IConfiguration> log, params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)));
        TestGrains.Use(builder);
        builder.Services.AddMetrics().AddSingleton<IDurablePositions>(database).AddSingleton<IDeadLetterOutbox>(database)
            .AddSingleton<IPartitionStore>(database).AddSingleton<IWakeIndex>(database).AddSingleton<IBackfillSource>(database).AddSingleton<IHistorySpool>(database)
            .AddSingleton<IStoreDirectory>(database).AddSingleton<IDefinitionCache>(database).AddSingleton<ISnapshotLoader>(database).AddSingleton<ITenure>(database).AddSingleton<CustomerMetrics>();
        log(builder.Services, builder.Configuration);
        builder.Services.AddCrmIngest();
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
