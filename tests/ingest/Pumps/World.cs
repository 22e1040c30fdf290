using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Crm.Core.Automations;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Rfm;
using Crm.Core.Rules.Text;
using Crm.Ingest.Logs;
using Crm.Ingest.Tests.Memory;

namespace Crm.Ingest.Tests.Pumps;

/// <summary>A log and a database in memory that outlive any number of crashes, and two stores' definitions.</summary>
internal class World(StoreClock clock, int partitions, TimeProvider? time = null)
{
    public const string Other = "till";

    public const string Store = "shop";

    private readonly List<AutomationDefinition> _automations = [];
    private readonly Dictionary<int, DefinitionSet> _sets = [];
    private readonly Dictionary<int, DefinitionSet> _others = [];

    public StoreSettings Settings { get; } = new(Store, clock);

    public int Partitions => partitions;

    public MemoryLog Log { get; } = new(partitions, time ?? TimeProvider.System);

    public MemoryDatabase Database { get; } = new(new StoreSettings(Store, clock), new StoreSettings(Other, StoreClock.Log));

    public StoreSettings OtherSettings { get; } = new(Other, StoreClock.Log);

    /// <summary>Of the definition versions that are made from now on.</summary>
    public RfmSettings Rfm { get; set; } = RfmSettings.Default;

    public IReadOnlyDictionary<int, DefinitionSet> OtherSets => _others;

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

    /// <summary>Makes the next definition version of the first store, which brings new cuts and nothing else.</summary>
    public int Cut(RfmSettings rfm)
    {
        Rfm = rfm with { Plan = Rfm.Plan };
        return Add(_sets, _sets[_sets.Count] with { Version = _sets.Count + 1, Rfm = Rfm });
    }

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
        })], Rfm)
        { Automations = settings == Settings ? [.. _automations] : [] };
        return Add(sets, set);
    }

    private int Add(Dictionary<int, DefinitionSet> sets, DefinitionSet set)
    {
        sets[set.Version] = set;
        Database.Define(set);
        return set.Version;
    }

    /// <summary>Appends the control records that pumps would, at a place of the test's choosing.</summary>
    public async Task Control(int version, string store = Store)
    {
        for (var partition = 0; partition < partitions; partition++)
        {
            await Log.Append([new LogAppend(partition, RecordKind.Control, store + "/", Json($$"""{"version":{{version}}}"""))], default);
        }
    }
}
