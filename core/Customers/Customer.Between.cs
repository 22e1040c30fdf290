using Crm.Core.Events;
using Crm.Core.Identity;
using Crm.Core.Profiles;

namespace Crm.Core.Customers;

/// <summary>What a home does with what another says to it.</summary>
public sealed partial class Customer
{
    /// <summary>What one home says to another, and what was forwarded to a customer that is a part of another by now.</summary>
    private ApplyOutcome ApplyBetween(in CustomerRecord record, List<Effect> effects)
    {
        var type = record.Event.Type;
        if (!type.IsBetweenHomes() || (Into is not null && type is EventType.Claim or EventType.HandOver or EventType.Unmerge))
        {
            if (IsVisitor && HasPassed(record))
            {
                return ApplyOutcome.Between;
            }

            Forward(Into ?? EventHome.IdOf(record.Event), record, effects);
            return ApplyOutcome.Between;
        }

        WakeThrough(record.Now, Position.Offset, effects);
        var said = IdentityRecord.Read(record.Event.Json.Span);
        if (IsForgotten(record.Event))
        {
            EraseWhoCame(said, record, effects);
            return ApplyOutcome.Forgotten;
        }

        var changed = type switch
        {
            EventType.Claim => TakeClaim(said, record, effects),
            EventType.Link => TakeLink(said, record, effects),
            EventType.HandOver => TakeOver(said, record, effects),
            EventType.Unmerge => Unmerge(said, record, effects),
            EventType.HandBack => TakeBack(said, record, effects),
            _ => Part(),
        };
        if (changed)
        {
            Position = new(record.Offset, record.Now);
        }

        return ApplyOutcome.Between;
    }

    // A device that is somebody's now may be somebody else's when the same comes again, and who had it then is not asked.
    private bool HasPassed(in CustomerRecord record)
    {
        if (record.Event.Type.IsBetweenHomes() || record.Event.MessageHash == 0)
        {
            return false;
        }

        var messages = _messages ??= new();
        if (messages.Knows(record.Event.MessageHash, record.Now))
        {
            return true;
        }

        messages.Add(record.Event.MessageHash, record.Now);
        Position = new(record.Offset, record.Now);
        return false;
    }

    // Of the home of what customers can share. The first one that has it is asked about every other one; where two who have it turn out to be
    // one person, all are: what spoke against it may not hold any more.
    private bool TakeClaim(IdentityRecord said, in CustomerRecord record, List<Effect> effects)
    {
        var holders = (_identity ??= new()).Holders;
        var again = !said.Merged.IsDefault;
        if (again)
        {
            holders.RemoveAll(holder => said.Merged.Any(merged => merged.Id == holder));
        }

        if (!holders.Contains(said.With))
        {
            if (holders.Count >= Joining.CustomersPerIdentifier)
            {
                return again;
            }

            holders.Add(said.With);
        }
        else if (!again)
        {
            return false;
        }

        foreach (var holder in again ? holders : holders[..1])
        {
            if (holder != said.With)
            {
                Send(holder, said with { Type = EventType.Link, Merged = default }, record, effects);
            }
        }

        return true;
    }

    private bool TakeLink(IdentityRecord said, in CustomerRecord record, List<Effect> effects)
    {
        if (said.With == Key.Id || !IdentityHome.IsCustomer(said.With))
        {
            return false;
        }

        var seen = said.Device == Key.Id; // changes what is kept, whatever follows
        if (seen && (_identity ??= new()).See(said.With, said.Merged.IsDefault ? [] : said.Merged.Select(static merged => merged.Id)))
        {
            _identity.Apart = _identity.Undone;
        }

        if (Into is { } into)
        {
            Forward(into, record, effects);
            return seen;
        }

        if (said.Via != default)
        {
            if (_identity?.Apart == true)
            {
                return seen;
            }

            if (Contradicts(said))
            {
                return TellApart(said, record, effects) || seen;
            }
        }
        else if (_identity?.Apart == true)
        {
            (_identity.Apart, _identity.Undone) = (false, false); // somebody says so
            seen = true;
        }

        if (IdentityHome.IsBetter(Key.Id, said.With))
        {
            Send(said.With, Me(EventType.Link, record) with { Via = said.Via, Device = said.Device }, record, effects);
            return seen;
        }

        HandOver(said.With, record, effects);
        return true;
    }

    private bool Contradicts(IdentityRecord said)
    {
        var joining = Joining;
        return !joining.Joins(said.Via)
            || (joining.IsStronger(IdentifierKind.UserId, said.Via) && IdentityHome.IsUser(Key.Id) && IdentityHome.IsUser(said.With))
            || (joining.IsStronger(IdentifierKind.Email, said.Via) && Differ(said.Email, HomeOf(IdentifierKind.Email, FieldIndex.Email)))
            || (joining.IsStronger(IdentifierKind.Phone, said.Via) && Differ(said.Phone, HomeOf(IdentifierKind.Phone, FieldIndex.Phone)));
    }

    // Two people on one device: from here on what comes from it without a user id is neither's.
    private bool TellApart(IdentityRecord said, in CustomerRecord record, List<Effect> effects)
    {
        if (said.Device is { } device)
        {
            Send(device, Me(EventType.Apart, record), record, effects);
        }

        if (Exists)
        {
            Refuse("identities", ProblemReason.IdentityConflict, record.Event.At);
            Settle(new(record.Now, record.Offset, Cause.Event, record.Event.At), null, effects);
        }

        return Exists;
    }

    private bool Part()
    {
        _identity ??= new();
        (_identity.Into, _identity.Apart) = (null, true);
        return true;
    }
}
