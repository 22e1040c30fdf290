using System.Collections.Concurrent;
using Crm.Core.Definitions;
using Crm.Grains.Customers;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Crm.Ingest.Tests.Engine;
using Crm.Ingest.Tests.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;

namespace Crm.Ingest.Tests.Pumps;

/// <summary>Pumps and grains as in a silo, over a world that outlives any number of crashes.</summary>
internal sealed class Harness(StoreClock clock, int partitions, PumpOptions options, TimeProvider? time = null) : World(clock, partitions, time)
{
    private readonly ConcurrentQueue<IReadOnlyList<LogAppend>> _late = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>What the log does to what is forwarded.</summary>
    public Func<AppendFault> AppendFaults { get; set; } = static () => AppendFault.None;

    /// <summary>What the grains do to the pump between its calls; null for nothing.</summary>
    public Func<Mishap>? Mishaps { get; set; }

    public DefinitionVersions Versions { get; private set; } = new();

    /// <summary>Runs pumps until everything in the log is durable, or until <paramref name="crash"/> completes: then they are dropped as they are.</summary>
    public async Task Run(Task? crash = null, Func<Task>? meanwhile = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        TestGrains.Use(builder);
        builder.Services.AddSingleton<ISnapshotLoader>(Database).AddSingleton<IDefinitionCache>(Database).AddSingleton<ITenure>(Database).AddSingleton<CustomerMetrics>().AddMetrics();
        using var host = builder.Build();
        await host.StartAsync();
        Versions = new();
        var process = new MortalPartitions(Database);
        var log = new MortalLog(Log, AppendFaults, _late);
        var applied = new AppliedPositions(Partitions);
        var services = new PumpServices(
            new LendingLog(log), process, Database, Database, Database, Database, Database, Grains(host.Services.GetRequiredService<IGrainFactory>()), applied, Versions, new DueActions(), new ChangeNews(),
            new PumpMetrics(host.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()), options, _time, NullLogger<Pump>.Instance);
        using var stop = new CancellationTokenSource();
        var health = new PumpHealth(Partitions);
        var pumps = health.Pumps.Select(status => Task.Run(() => Pump.Run(status.Partition, services, status, stop.Token))).ToArray();
        if (meanwhile is not null)
        {
            await meanwhile();
        }

        var all = Finished(applied).WaitAsync(TimeSpan.FromSeconds(60));
        var first = await Task.WhenAny([all, crash ?? all, .. pumps]);
        if (first == crash)
        {
            process.Die();
            log.Die();
        }

        await stop.CancelAsync();
        if (first != crash)
        {
            await Task.WhenAll(pumps);
            await all;
        }

        await host.StopAsync();
    }

    // Everything in the log is durable, and nothing is on its way to it any more.
    private async Task Finished(AppliedPositions applied)
    {
        while (true)
        {
            var next = applied.NextCommit;
            if (Database.ForwardsLeft == 0
                && Enumerable.Range(0, Partitions).All(partition => applied.Durable(partition) == Log.All(partition).Count - 1))
            {
                return;
            }

            await next;
        }
    }

    private IGrainFactory Grains(IGrainFactory grains) => Mishaps is null ? grains : FlakyGrains.Over(grains, Mishaps);
}
