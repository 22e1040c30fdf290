using Crm.Core.Automations;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>
/// One customer: a pure function of its records, its definitions and the time that they name. Changed in place, for one
/// caller at a time; after an exception the state is torn and must be dropped.
/// </summary>
public sealed partial class Customer : IFieldSource
{
    [ThreadStatic]
    private static List<SegmentFlip>? _flips;

    private StoreDefinitions _definitions;
    private RuleState _rules;
    private Journeys? _journeys; // null: the store had no automations when this customer last changed
    private Customer(CustomerKey key, StoreDefinitions definitions, RuleState rules) =>
        (Key, _definitions, _rules) = (key, definitions, rules);

    public CustomerKey Key { get; }

    /// <summary>False until a first record was applied; such a customer has no fields, is in no segment and never wakes.</summary>
    public bool Exists { get; private set; }

    public Position Position
    {
        get;
        private set
        {
            TakeCuts(value.WokenThrough); // a state is of the version that held when it last changed
            field = value;
        }
    } = Position.Start;

    public StoreDefinitions Definitions => _definitions;

    public int DefinitionsVersion => _definitions.Version;

    /// <summary>The earliest instant at which a rule, score or stage may change, or a run go on, by itself.</summary>
    public Instant NextWake => Exists
        ? Instant.Earlier(
            Instant.Earlier(_rules.NextChange, Instant.Earlier(_nextScores, _nextStage)), Instant.Earlier(_nextAhead, _journeys?.NextChange ?? Instant.Never))
        : Instant.Never;

    public static Customer New(CustomerKey key, StoreDefinitions definitions) => new(key, definitions, new RuleState(definitions.Rules));

    /// <summary>
    /// Wakes through the record's now, each wake-up at its exact instant, then applies the record. A rejected record leaves
    /// no trace, not even in <see cref="Position"/>: a replay that skips it comes to the same state.
    /// </summary>
    public ApplyOutcome Apply(in CustomerRecord record, List<Effect> effects)
    {
        var e = record.Event;
        if (e.Type == EventType.Erase)
        {
            return ApplyErase(record, effects);
        }

        if (e.Type.IsBetweenHomes() || Into is not null || IsParted(e))
        {
            return ApplyBetween(record, effects);
        }

        var order = OrderFacts.Read(e, record.Offset, Money);
        WakeThrough(record.Now, Position.Offset, effects);
        if (IsForgotten(e))
        {
            return ApplyOutcome.Forgotten;
        }

        if (order.Invalid is { } reason)
        {
            return ApplyOutcome.Rejected(reason);
        }

        var known = e.MessageHash != 0 && _messages?.Knows(e.MessageHash, record.Now) == true;
        if (!known)
        {
            Exists = true;
            Fold(record, order, effects);
            if (_heard != Heard.Nothing)
            {
                Identify(record, effects);
            }

            Settle(new(record.Now, record.Offset, Cause.Event, e.At), e, effects);
        }

        Position = new(record.Offset, record.Now);
        return known ? ApplyOutcome.Duplicate : ApplyOutcome.Applied;
    }
}
