using System.Collections.Immutable;
using System.Text;
using Crm.Core.Automations;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;
using Crm.Ingest.Decoding;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;

namespace Crm.TestSupport.Pumps;

/// <summary>What one partition must come to, by the pure fold over its records, one after the other: no batches, no commits, no crashes.</summary>
public sealed class Oracle(StoreSettings store, IReadOnlyDictionary<int, DefinitionSet> sets, int partition, int partitions)
{
    /// <summary>What is archived of a customer of this partition before an offset, and of those who were ever merged into it, as an undone merge needs it; null where nothing is.</summary>
    public Func<CustomerKey, long, ImmutableArray<ArchivedRecord>>? Whole { get; init; }

    /// <summary>The name of events at which a fold under test throws.</summary>
    public const string Poison = "Poison";

    private readonly HashSet<(int Source, long Number)> _seen = [];
    private readonly List<(int Partition, string Json)> _forwarded = [];
    private readonly List<(int Partition, string Json)> _taken = [];
    private readonly SortedDictionary<string, Customer> _customers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<PastEvent>> _past = [];
    private StoreDefinitions _definitions = StoreDefinitions.Compile(new DefinitionSet(store, 0, [], Core.Rfm.RfmSettings.Default));
    private Instant _now = Instant.Min;

    public List<string> Feed { get; } = [];

    /// <summary>Actions in the order in which they came to be due.</summary>
    public List<string> Actions { get; } = [];

    /// <summary>How each run stands, by automation, customer and number.</summary>
    public Dictionary<(string Automation, string Customer, long Run), (Instant Started, Instant? Ended, RunEnd End)> Runs { get; } = [];

    /// <summary>What the orders of each day come to.</summary>
    public Dictionary<DateOnly, DayFigures> Days { get; } = [];

    public List<long> Archived { get; } = [];

    /// <summary>Events that were read here and are at home elsewhere, by home; and what customers here wrote to others.</summary>
    public ILookup<int, string> Forwarded => _forwarded.ToLookup(static pair => pair.Partition, static pair => pair.Json);

    /// <summary>Events that came here from elsewhere, by where they were read, each once, in order.</summary>
    public ILookup<int, string> Taken => _taken.ToLookup(static pair => pair.Partition, static pair => pair.Json);

    public List<long> DeadLettered { get; } = [];

    public IReadOnlyDictionary<string, Customer> Customers => _customers;

    public static string Entry(string segment, string customer, bool entered, int version, long number, Instant at) =>
        $"{customer} {(entered ? "entered" : "left")} {segment} v{version} #{number} at {at.Milliseconds}";

    public static string Merge(string customer, string into, Instant at) => $"{customer} merged into {into} at {at.Milliseconds}";

    public static string Erased(string customer, Instant at) => $"{customer} erased at {at.Milliseconds}";

    public void Run(IReadOnlyList<LogRecord> records)
    {
        foreach (var record in new RecordDecoder(partition, partitions).Decode(records))
        {
            if (record.Store != store.Name)
            {
                continue;
            }

            _now = LogTime.NowAfter(store, _now, record);
            Wake(_now);
            if (record.Event is not null && !IsHere(record))
            {
                continue;
            }

            if (record.Kind == RecordKind.Control && record.Definitions > _definitions.Version)
            {
                Adopt(record);
            }
            else if (record.Event is not null)
            {
                Apply(record);
            }
            else if (record.Trouble is not null)
            {
                DeadLettered.Add(record.Offset);
            }
        }
    }

    // One that was forwarded is at home where it came, for here it is not appended anywhere else.
    private bool IsHere(in DecodedRecord record)
    {
        var json = Encoding.UTF8.GetString(record.Payload.Span);
        if (record.Origin is { } origin)
        {
            var first = _seen.Add((origin.Partition, origin.Number));
            if (first)
            {
                _taken.Add((origin.Partition, json));
            }

            return first;
        }

        if (record.Home != partition)
        {
            _forwarded.Add((record.Home, json));
        }

        return record.Home == partition;
    }

    private void Wake(Instant now)
    {
        while (_customers.Values.Where(customer => customer.NextWake <= now && customer.NextWake != Instant.Never)
            .OrderBy(static customer => customer.NextWake).ThenBy(static customer => customer.Key.Text, StringComparer.Ordinal)
            .FirstOrDefault() is { } due)
        {
            var effects = new List<Effect>();
            due.WakeThrough(due.NextWake, due.Position.Offset, effects);
            Take(due, effects);
        }
    }

    private void Apply(in DecodedRecord record)
    {
        var key = new CustomerKey(record.Key);
        if (!_customers.TryGetValue(key.Text, out var customer))
        {
            customer = Customer.New(key, _definitions);
        }

        if (record.Event!.Value.Name == Poison)
        {
            DeadLettered.Add(record.Offset);
            return;
        }

        var effects = new List<Effect>();
        var history = record.Event.Value.Type == EventType.Unmerge && Whole is not null ? Whole(key, record.Offset) : default;
        var outcome = customer.Apply(new CustomerRecord(record.Offset, _now, record.Event!.Value, history), effects);
        if (outcome.Kind == ApplyKind.Rejected)
        {
            DeadLettered.Add(record.Offset);
        }
        else if (outcome.Kind == ApplyKind.Applied)
        {
            _customers[key.Text] = customer;
            Archived.Add(record.Offset);
            (_past.TryGetValue(key.Text, out var past) ? past : _past[key.Text] = []).Add(new PastEvent(record.Event!.Value, record.Offset));
        }

        else if (outcome.Kind == ApplyKind.Between && customer.IsStored)
        {
            _customers[key.Text] = customer;
        }

        Take(customer, effects);
    }

    private void Adopt(in DecodedRecord control)
    {
        var next = StoreDefinitions.Compile(sets[control.Definitions]);
        var names = next.Rules.NewEventNames(_definitions.Rules);
        foreach (var (key, customer) in _customers)
        {
            var effects = new List<Effect>();
            customer.Adopt(next, _now, control.Offset, [.. _past.GetValueOrDefault(key, []).Where(past => names.Contains(past.Event.Name))], effects);
            Take(customer, effects);
        }

        var before = _definitions.Rules.Segments.ToDictionary(static segment => segment.Id);
        foreach (var segment in next.Rules.Segments.Where(segment => !before.Remove(segment.Id, out var known) || known.Version != segment.Version))
        {
            Feed.Add($"{segment.Id} live v{segment.Version}");
        }

        Feed.AddRange(before.Values.OrderBy(static segment => segment.Id, StringComparer.Ordinal).Select(static segment => $"{segment.Id} deleted"));
        _definitions = next;
    }

    private void Take(Customer customer, List<Effect> effects)
    {
        foreach (var effect in effects)
        {
            var run = (effect.Automation ?? "", customer.Key.Id, effect.Number);
            switch (effect.Kind)
            {
                case EffectKind.SegmentEntered or EffectKind.SegmentLeft:
                    Feed.Add(Entry(effect.Segment!, customer.Key.Id, effect.Kind == EffectKind.SegmentEntered, effect.Version, effect.Number, effect.At));
                    break;
                case EffectKind.Merged:
                    Feed.Add(Merge(customer.Key.Id, effect.Other!, effect.At));
                    break;
                case EffectKind.Forward:
                    _forwarded.Add((HomePartition.Of(new CustomerKey(store.Name, effect.Other!), partitions), Encoding.UTF8.GetString(effect.Payload.Bytes.Span)));
                    break;
                case EffectKind.Erased:
                    Feed.Add(Erased(customer.Key.Id, effect.At));
                    break;
                case EffectKind.OrdersMoved:
                    Days[effect.Day!.Day] = Days.GetValueOrDefault(effect.Day.Day) + effect.Day.Figures;
                    break;
                case EffectKind.ActionDue:
                    Actions.Add($"{ActionKey.Of(customer.Key, effect.Automation!, effect.Version, effect.Number, effect.Step!)} {customer.Key.Id} at {effect.At}");
                    break;
                case EffectKind.RunStarted:
                    Runs[run] = (effect.At, null, RunEnd.None);
                    break;
                case EffectKind.RunEnded:
                    Runs[run] = (Runs[run].Started, effect.At, effect.End);
                    break;
            }
        }
    }
}
