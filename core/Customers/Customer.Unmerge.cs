using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Identity;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>How a merge is undone: both are folded again from the archive, each from the events that name it, and only what that changes is announced.</summary>
public sealed partial class Customer
{
    private bool IsParted(in Event e) => _identity is { Parted.Count: > 0 } identity && identity.Parted.Contains(EventHome.IdOf(e));

    private bool Unmerge(IdentityRecord said, in CustomerRecord record, List<Effect> effects)
    {
        if (_identity is not { } identity || record.History.IsDefault || identity.Merged.FindIndex(part => part.Id == said.With) < 0)
        {
            return false;
        }

        var history = record.History.Where(past => IsOwn(past, identity)).Select(static past => past.Event).Where(e => !IsForgotten(e)).ToArray(); // what was erased may not be removed yet
        var parts = PartsOf(said.With);
        var gone = parts.Select(static part => part.Id).ToHashSet(StringComparer.Ordinal);
        var other = Refold(said.With, history.Where(e => gone.Contains(EventHome.IdOf(e))), record);
        Send(said.With, Me(EventType.HandBack, record) with
        {
            State = other.Exists ? other.WriteHandOver() : null,
            Leaves = other.Exists ? other._rules.WriteLeaves() : null,
            Definitions = DefinitionsVersion,
            Merged = [.. parts.Where(part => part.Id != said.With)],
        }, record, effects);

        identity.Merged.RemoveAll(part => gone.Contains(part.Id));
        identity.Parted.Add(said.With);
        var rest = Refold(Key.Id, history.Where(e => !gone.Contains(EventHome.IdOf(e))), record);
        var moment = new Moment(record.Now, record.Offset, Cause.Merge, record.Event.At);
        var days = Days;
        _orders?.TakeFrom(days);
        rest._orders?.AddTo(days);
        other._orders?.AddTo(days);
        Tell(days, moment, effects);
        Become(rest);
        Settle(moment, null, effects, static _ => false);
        return true;
    }

    // Whenever the archive is read: of a part nothing that came after its merge, and of one that was merged later nothing at all.
    private bool IsOwn(in ArchivedRecord past, IdentityState identity)
    {
        var (customer, offset) = (past.Customer, past.Offset);
        return customer == Key.Id || identity.Merged.Exists(part => part.Id == customer && offset <= part.Through);
    }

    // The customer with those who were a part of it before.
    private List<MergedId> PartsOf(string id)
    {
        var parts = _identity!.Merged.FindAll(part => part.Id == id);
        for (var i = 0; i < parts.Count; i++)
        {
            var known = parts[i].Id;
            parts.AddRange(_identity.Merged.Where(part => part.Into == known && !parts.Contains(part)));
        }

        return parts;
    }

    // What these events alone make of a customer; nothing of it is announced.
    private Customer Refold(string id, IEnumerable<Event> history, in CustomerRecord record)
    {
        var customer = New(new(Key.Store, id), _definitions);
        var effects = new List<Effect>();
        var now = Instant.Min;
        foreach (var e in history)
        {
            now = Instant.Earlier(record.Now, Instant.Later(now, _definitions.Store.Clock == StoreClock.Log ? e.At : e.ReceivedAt));
            customer.Apply(new(record.Offset, now, e), effects);
            effects.Clear();
        }

        customer.WakeThrough(record.Now, record.Offset, effects);
        customer.Position = new(record.Offset, record.Now);
        return customer;
    }

    // Memberships, runs and running numbers stay: what they come to now is settled, and counts as changed only where it differs.
    private void Become(Customer other)
    {
        Exists = other.Exists || Exists;
        _figuresChanged |= Figures != other.Figures;
        (_firstSeen, _lastSeen, _lastVisit, _sessions) = (other._firstSeen, other._lastSeen, other._lastVisit, other._sessions);
        (_anonymousIds, _profile, _traits, _tags, _orders, _cart, _messages) =
            (other._anonymousIds, other._profile, other._traits, other._tags, other._orders, other._cart, other._messages);
        (_problems, _consents, _mix, _hours, _touches, _devices, _categories, _brands, _stages, _groups) =
            (other._problems, other._consents, other._mix, other._hours, other._touches, other._devices, other._categories, other._brands, other._stages, other._groups);
        _rules.TakeLeaves(other._rules);
    }

    private bool TakeBack(IdentityRecord said, in CustomerRecord record, List<Effect> effects)
    {
        var moment = new Moment(record.Now, record.Offset, Cause.Merge, record.Event.At);
        if (_identity is not { Into: not null } identity)
        {
            Drop(said, moment, effects);
            return false;
        }

        (identity.Into, identity.Heir, identity.Through, identity.Apart, identity.Undone) = (null, null, -1, true, true);
        identity.Merged.AddRange(said.Merged.IsDefault ? [] : said.Merged);
        if (said.Leaves is { } leaves)
        {
            _rules.Absorb(leaves, (key, held) => Postpone(identity, said.Definitions, key, held));
        }

        if (said.State is { } state)
        {
            TakeIn(Key.Id, state, moment, effects);
            Settle(moment, null, effects, static _ => false);
        }

        return true;
    }

    // Nobody takes it: the orders are in nobody's figures any more, and so not in the sums.
    private void Drop(IdentityRecord said, in Moment moment, List<Effect> effects)
    {
        if (said.State is { } state)
        {
            var reader = new SnapshotReader(state);
            var days = Days;
            ReadHandOver(said.With, ref reader, moment)._orders?.TakeFrom(days);
            Tell(days, moment, effects);
        }
    }
}
