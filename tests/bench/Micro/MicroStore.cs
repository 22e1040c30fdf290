using Crm.Bench.Load;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Rfm;
using Crm.Core.Rules.Text;
using Crm.Core.Time;

namespace Crm.Bench.Micro;

/// <summary>The clickstream of the other scenarios, at ten events a second, into customers that nothing but the fold is done with.</summary>
internal sealed class MicroStore(int segments, int customers)
{
    private const string Name = "micro";

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    private readonly EventSource _source = new(Name, customers, 1, 1);
    private readonly Dictionary<string, Customer> _customers = [];
    private readonly List<Effect> _effects = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _offset;

    public StoreDefinitions Definitions { get; } = StoreDefinitions.Compile(new(
        new StoreSettings(Name, StoreClock.Log), 1,
        [.. Store1m.Definitions.Segments(segments).Select(static segment => new SegmentDefinition(segment.Id, segment.Rule, RuleText.Parse(segment.Rule).Rule!, 1))], RfmSettings.Default));

    public IReadOnlyCollection<Customer> Customers => _customers.Values;

    public byte[][] NextJson(int count) => [.. Enumerable.Range(0, count).Select(_ => _source.Next(_now += Between).Payload.ToArray())];

    public Event[] Next(int count) => [.. NextJson(count).Select(json => EventDecoder.Decode(json, Instant.From(_now)).Event!.Value)];

    /// <returns>How many effects that had.</returns>
    public int Fold(Event[] events)
    {
        var effects = 0;
        foreach (var e in events)
        {
            if (!_customers.TryGetValue(e.UserId!, out var customer))
            {
                customer = _customers[e.UserId!] = Customer.New(new CustomerKey(Name, $"u:{e.UserId}"), Definitions);
            }

            _effects.Clear();
            customer.Apply(new CustomerRecord(_offset++, e.ReceivedAt, e), _effects);
            effects += _effects.Count;
        }

        return effects;
    }
}
