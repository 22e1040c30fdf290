using Crm.Core.Events;
using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Tests.Rules.Evaluation;

/// <summary>One customer's fold as the customer does it: wake-ups at their exact instants before a record, then the record.</summary>
internal sealed class Fold(RuleSet rules, FakeCustomer? customer = null)
{
    private long _offset;

    /// <summary>Of the next event.</summary>
    public long Offset
    {
        get => _offset;
        init => _offset = value;
    }

    public Fold(params Rule[] rules)
        : this(Given.Compiled(rules))
    {
    }

    public RuleSet Rules { get; private set; } = rules;

    public FakeCustomer Customer { get; } = customer ?? new FakeCustomer();

    public RuleState State { get; private set; } = new(rules);

    public Instant Now { get; private set; } = Instant.Min;

    public List<PastEvent> Known { get; } = [];

    public List<SegmentFlip> Flips { get; } = [];

    public bool IsMember => State.IsMember(0);

    public Instant Next => State.NextChange;

    /// <summary>Lets time pass; every wake-up on the way is settled by itself.</summary>
    public Fold To(Instant now, Action<Instant>? woken = null)
    {
        while (State.NextChange <= now)
        {
            Settle(State.NextChange);
            woken?.Invoke(Now);
        }

        return Settle(now);
    }

    public Fold To(string now) => To(Given.At(now));

    public Fold Observe(string name, Instant at, string properties = "", Instant? now = null, EventType type = EventType.Track)
    {
        To(now ?? Instant.Later(at, Now));
        var past = new PastEvent(Given.Track(name, at, properties, type), _offset++);
        Known.Add(past);
        State.Observe(past.Event, past.Offset);
        return Settle(Now);
    }

    public Fold Observe(string name, string at, string properties = "", string? now = null) =>
        Observe(name, Given.At(at), properties, now is null ? null : Given.At(now));

    /// <summary>Goes on from the state as it is stored.</summary>
    public Fold Restore()
    {
        var writer = new SnapshotWriter();
        State.Write(writer);
        var reader = new SnapshotReader(writer.ToArray());
        State = RuleState.Read(Rules, ref reader);
        Assert.True(reader.AtEnd);
        return this;
    }

    /// <summary>Goes on under other rules, with the history that the new leaves need.</summary>
    public Fold Migrate(RuleSet next)
    {
        var names = next.NewEventNames(Rules);
        State = State.Migrate(next, [.. Known.Where(past => names.Contains(past.Event.Name))]);
        Rules = next;
        return Settle(Now);
    }

    public Fold Settle(Instant now)
    {
        Now = now;
        State.Settle(Customer, now, Flips);
        return this;
    }
}
