using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Crm.Core.Automations;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Rfm;
using Crm.Core.Rules.Text;
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

/// <summary>Pumps and grains as in a silo, over a log and a database in memory that outlive any number of crashes.</summary>
internal sealed class Harness(StoreClock clock, int partitions, PumpOptions options, TimeProvider? time = null)
{
    public const string Other = "till";

    public const string Store = "shop";

    private readonly ConcurrentQueue<IReadOnlyList<LogAppend>> _late = new();
    private readonly List<AutomationDefinition> _automations = [];
    private readonly Dictionary<int, DefinitionSet> _sets = [];
    private readonly Dictionary<int, DefinitionSet> _others = [];

    public StoreSettings Settings { get; } = new(Store, clock);

    public MemoryLog Log { get; } = new(partitions, time ?? TimeProvider.System);

    public MemoryDatabase Database { get; } = new(new StoreSettings(Store, clock), new StoreSettings(Other, StoreClock.Log));

    /// <summary>What the log does to what is forwarded.</summary>
    public Func<AppendFault> AppendFaults { get; set; } = static () => AppendFault.None;

    /// <summary>What the grains do to the pump between its calls; null for nothing.</summary>
    public Func<Mishap>? Mishaps { get; set; }

    public StoreSettings OtherSettings { get; } = new(Other, StoreClock.Log);

    public IReadOnlyDictionary<int, DefinitionSet> OtherSets => _others;

    public DefinitionVersions Versions { get; private set; } = new();

    public IReadOnlyDictionary<int, DefinitionSet> Sets => _sets;

    public static ReadOnlyMemory<byte> Json(string text) => Encoding.UTF8.GetBytes(text);

    public ValueTask<ImmutableArray<LogPosition>> Append(RecordKind kind, string id, string json, string store = Store)
    {
        var key = new CustomerKey(store, id).Text;
        return AppendAt(HomePartition.Of(key, partitions), key, json, kind);
    }

    /// <summary>Appends where another producer might.</summary>
    public ValueTask<ImmutableArray<LogPosition>> AppendAt(int partition, string key, string json, RecordKind kind = RecordKind.Event, Origin? origin = null) =>
        Log.Append([new LogAppend(partition, kind, key, Json(json), origin)], default);

    public async Task Tick(long to, string store = Store)
    {
        for (var partition = 0; partition < partitions; partition++)
        {
            await Log.Append([new LogAppend(partition, RecordKind.Tick, store + "/", Json($$"""{"to":{{to}}}"""))], default);
        }
    }

    /// <summary>Puts an automation into the definition versions of the first store that are made from now on; null takes it out.</summary>
    public void Automate(string id, string? json, AutomationState state = AutomationState.Active)
    {
        var known = _automations.Find(automation => automation.Id == id);
        _automations.RemoveAll(automation => automation.Id == id);
        if (json is not null)
        {
            using var document = JsonDocument.Parse(json);
            var put = AutomationReader.Read(document.RootElement, id).Automation ?? throw new ArgumentException(json);
            var same = known is not null && AutomationJson.SameContent(known, put);
            _automations.Add(put with { State = state, Version = same ? known!.Version : _sets.Count + 1 });
        }
    }

    /// <summary>Makes the next definition version, without a word to the pumps.</summary>
    public int Define(params (string Id, string Rule)[] segments) => Define(Settings, _sets, segments);

    public int DefineOther(params (string Id, string Rule)[] segments) => Define(OtherSettings, _others, segments);

    private int Define(StoreSettings settings, Dictionary<int, DefinitionSet> sets, (string Id, string Rule)[] segments)
    {
        var version = sets.Count + 1;
        var before = sets.GetValueOrDefault(version - 1)?.Segments ?? [];
        var set = new DefinitionSet(settings, version, [.. segments.Select(segment =>
        {
            var rule = RuleText.Parse(segment.Rule).Rule ?? throw new ArgumentException(segment.Rule);
            var known = before.FirstOrDefault(other => other.Id == segment.Id);
            var same = known is not null && RuleText.Print(known.Rule) == RuleText.Print(rule);
            return new SegmentDefinition(segment.Id, segment.Id, rule, same ? known!.Version : version);
        })], RfmSettings.Default)
        { Automations = settings == Settings ? [.. _automations] : [] };
        sets[version] = set;
        Database.Define(set);
        return version;
    }

    /// <summary>Appends the control records that pumps would, at a place of the test's choosing.</summary>
    public async Task Control(int version, string store = Store)
    {
        for (var partition = 0; partition < partitions; partition++)
        {
            await Log.Append([new LogAppend(partition, RecordKind.Control, store + "/", Json($$"""{"version":{{version}}}"""))], default);
        }
    }

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
        var applied = new AppliedPositions(partitions);
        var services = new PumpServices(
            log, process, Database, Database, Database, Database, Database, Grains(host.Services.GetRequiredService<IGrainFactory>()), applied, Versions, new DueActions(),
            new PumpMetrics(host.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()), options, time ?? TimeProvider.System, NullLogger<Pump>.Instance);
        using var stop = new CancellationTokenSource();
        var health = new PumpHealth(partitions);
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
                && Enumerable.Range(0, partitions).All(partition => applied.Durable(partition) == Log.All(partition).Count - 1))
            {
                return;
            }

            await next;
        }
    }

    private IGrainFactory Grains(IGrainFactory grains) => Mishaps is null ? grains : FlakyGrains.Over(grains, Mishaps);
}
