using Crm.Core.Events;
using Crm.Core.Rfm;
using Crm.Core.Time;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    private static readonly Instant NotSeen = new(long.MinValue);

    private Instant _firstSeen = NotSeen, _lastSeen = NotSeen;
    private Instant _lastVisit = NotSeen; // the newest track, page or screen event
    private int _sessions;

    private AnonymousIds? _anonymousIds; // of an identified customer; another has the one of its key
    private OrderBook? _orders;
    private Cart? _cart;
    private MessageMemory? _messages;

    /// <summary>Fields first; RFM and rules follow, told what has changed.</summary>
    private void Fold(in CustomerRecord record, in OrderFacts order, List<Effect> effects)
    {
        var e = record.Event;
        if (e.MessageHash != 0)
        {
            (_messages ??= new()).Add(e.MessageHash, record.Now);
        }

        if (e.Type >= EventType.Tags)
        {
            ApplyStoresDoing(e); // nobody was seen
            return;
        }

        if (e.UserId is not null && e.AnonymousId is { } id)
        {
            SeeDevice(id, e.At);
        }

        See(e);
        ReadProfile(e);
        _heard |= e.Type == EventType.Alias ? Heard.Alias : Heard.Nothing;
        if (order.Kind != OrderKind.None)
        {
            ApplyOrder(order, new(record.Now, record.Offset, Cause.Event, e.At), effects);
        }

        if (e.Type == EventType.Track)
        {
            ChangeCart(e);
        }
    }

    private void SeeDevice(string id, Instant at)
    {
        if ((_anonymousIds ??= new()).See(id, at, out var isNew))
        {
            _rules.FieldChanged(FieldIndex.AnonymousId);
        }

        _heard |= isNew ? Heard.Device : Heard.Nothing;
    }

    private void ApplyStoresDoing(in Event e)
    {
        if (e.Type == EventType.Tags)
        {
            ChangeTags(e.Properties.Span);
        }
        else if (e.Type == EventType.Consents)
        {
            ChangeConsent(e);
        }
    }

    private void See(in Event e)
    {
        if (_firstSeen == NotSeen || e.At < _firstSeen)
        {
            _firstSeen = e.At;
            _rules.FieldChanged(FieldIndex.FirstSeen);
        }

        if (e.At > _lastSeen)
        {
            _lastSeen = e.At;
            _rules.FieldChanged(FieldIndex.LastSeen);
        }

        if (e.Type.IsNamed())
        {
            Visit(e.At);
        }
    }

    // Counted as events are read: one that comes late is within or before a visit already counted.
    private void Visit(Instant at)
    {
        if (_lastVisit == NotSeen || at - _lastVisit > CustomerLimits.VisitGap)
        {
            _sessions++;
            _rules.FieldChanged(FieldIndex.Sessions);
        }

        _lastVisit = Instant.Later(_lastVisit, at);
    }

    private void ApplyOrder(in OrderFacts order, in Moment moment, List<Effect> effects)
    {
        var before = _orders?.Figures ?? default;
        var days = Days;
        (_orders ??= new()).Apply(order, moment.EventAt!.Value, moment.Offset, days);
        Tell(days, moment, effects);
        var after = _orders.Figures;
        _figuresChanged |= before != after;
        Changed(FieldIndex.Orders, before.Orders != after.Orders);
        Changed(FieldIndex.Revenue, before.Revenue != after.Revenue);
        Changed(FieldIndex.Refunded, before.Refunded != after.Refunded);
        Changed(FieldIndex.AverageOrder, before.Orders != after.Orders || before.Revenue != after.Revenue);
        Changed(FieldIndex.FirstOrder, before.FirstOrder != after.FirstOrder);
        Changed(FieldIndex.LastOrder, before.LastOrder != after.LastOrder);
    }

    private void ScoresChanged(RfmScores from)
    {
        Changed(FieldIndex.Rfm, GroupOf(from) != GroupOf(_scores));
        Changed(FieldIndex.RfmR, from.R != _scores.R);
        Changed(FieldIndex.RfmF, from.F != _scores.F);
        Changed(FieldIndex.RfmM, from.M != _scores.M);
    }

    private void Changed(int field, bool changed)
    {
        if (changed)
        {
            _rules.FieldChanged(field);
        }
    }
}
