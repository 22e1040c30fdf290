using System.Collections.Immutable;
using Crm.Core.Automations;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;

namespace Crm.Core.Simulation;

/// <summary>
/// A store in memory on virtual time: segments, events and the passing of time in, members and changes out. It runs the
/// same decoder and fold as a silo, with one partition on the log clock, so what it shows is what a store does.
/// </summary>
public sealed partial class Simulator
{
    private readonly Dictionary<string, SimulatedCustomer> _customers = new(StringComparer.Ordinal);
    private readonly SortedSet<(Instant At, string Customer)> _wakes = new(WakeOrder.Instance);
    private readonly List<SimulatedEffect> _effects = [];
    private readonly List<Effect> _raised = [];
    private readonly Queue<(string Home, ReadOnlyMemory<byte> Payload, Instant At)> _forwards = new();
    private readonly List<SegmentDefinition> _segments = [];
    private readonly List<AutomationDefinition> _automations = [];
    private StoreDefinitions _definitions;
    private long _offset = -1;

    /// <param name="store">Default: "sim" in UTC and USD.</param>
    /// <param name="start">The first now; default 2024-01-01T00:00:00Z.</param>
    /// <param name="rfm">Default: <see cref="RfmSettings.Default"/>.</param>
    public Simulator(StoreSettings? store = null, Instant? start = null, RfmSettings? rfm = null)
    {
        Now = start ?? new(1_704_067_200_000);
        _definitions = StoreDefinitions.Compile(new(store ?? new("sim", StoreClock.Log), 0, [], rfm ?? RfmSettings.Default));
    }

    public Instant Now { get; private set; }

    /// <summary>In force now.</summary>
    public StoreDefinitions Definitions => _definitions;

    /// <summary>Everything that happened, RFM moves included.</summary>
    public IReadOnlyList<SimulatedEffect> Effects => _effects;

    /// <summary>Every entry and exit so far, in order.</summary>
    public ImmutableArray<SimulatedChange> Changes(string? segment = null) =>
    [
        .. from effect in _effects
           where effect.Effect.Segment is { } id && (segment is null || id == segment)
           select new SimulatedChange(
               effect.Effect.At, effect.Customer, effect.Effect.Segment!, effect.Effect.Kind == EffectKind.SegmentEntered, effect.Effect.Cause),
    ];

    /// <summary>Ids of the customers for whom the rule holds now, in ordinal order.</summary>
    public ImmutableArray<string> Members(string segment) =>
    [
        .. _customers.Values.Where(customer => customer.State.View().Segments.Any(membership => membership.Segment == segment))
            .Select(static customer => customer.State.Key.Id).Order(StringComparer.Ordinal),
    ];

    /// <summary>The customer now; null for one of whom there is no record. An id without <c>u:</c> or <c>a:</c> is a userId.</summary>
    public CustomerView? Customer(string id) => StateOf(id)?.View();

    /// <summary>The customer's state itself; of one that was merged into another that of the other.</summary>
    public Customer? StateOf(string id)
    {
        var state = _customers.GetValueOrDefault(IdOf(id))?.State;
        return state?.Into is { } into ? StateOf(into) : state is { Exists: true } ? state : null;
    }

    /// <summary>Ids of all customers that stand by themselves, in ordinal order.</summary>
    public ImmutableArray<string> CustomerIds() =>
        [.. _customers.Values.Where(static customer => customer.State.Exists).Select(static customer => customer.State.Key.Id).Order(StringComparer.Ordinal)];

    /// <inheritdoc cref="AdvanceTo"/>
    public Simulator Advance(TimeSpan time) => AdvanceTo(Now.PlusMilliseconds((long)time.TotalMilliseconds));

    /// <inheritdoc cref="AdvanceTo"/>
    public Simulator Advance(CalendarDuration time) => AdvanceTo(time.AddTo(Now, _definitions.Zone));

    /// <summary>Lets time pass: a tick. Every wake-up due by then fires at its own instant, in the order of (instant, customer).</summary>
    public Simulator AdvanceTo(Instant instant)
    {
        _offset++;
        Wake(instant);
        return this;
    }

    private void Wake(Instant until)
    {
        Now = Instant.Later(Now, until);
        while (_wakes.Count > 0 && _wakes.Min is var due && due.At <= Now)
        {
            var customer = _customers[due.Customer];
            customer.State.WakeThrough(due.At, _offset, _raised);
            Take(customer);
        }
    }

    /// <summary>Takes what the customer's fold raised, and when it wants to be woken next.</summary>
    private void Take(SimulatedCustomer customer)
    {
        var id = customer.State.Key.Id;
        foreach (var effect in _raised)
        {
            _effects.Add(new(id, effect));
            if (effect.Kind == EffectKind.Forward)
            {
                _forwards.Enqueue((effect.Other!, effect.Payload.Bytes, effect.At));
            }
        }

        _raised.Clear();
        _wakes.Remove((customer.Wake, id));
        customer.Wake = customer.State.NextWake;
        if (customer.Wake != Instant.Never)
        {
            _wakes.Add((customer.Wake, id));
        }
    }

    private static string IdOf(string customer) => customer is [_, ':', ..] ? customer : $"u:{customer}";

    private sealed class SimulatedCustomer(Customer state)
    {
        public Customer State { get; } = state;

        public List<PastEvent> History { get; } = [];

        public Instant Wake { get; set; } = Instant.Never;
    }

    private sealed class WakeOrder : IComparer<(Instant At, string Customer)>
    {
        public static readonly WakeOrder Instance = new();

        public int Compare((Instant At, string Customer) x, (Instant At, string Customer) y) =>
            x.At != y.At ? x.At.CompareTo(y.At) : string.CompareOrdinal(x.Customer, y.Customer);
    }
}
