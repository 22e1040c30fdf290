using Crm.Core.Automations;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Identity;
using Crm.Core.Rfm;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>
/// How a customer becomes a part of another: it hands over what it knows in one record and keeps a pointer; whatever is read of it later is
/// forwarded. The one that takes it over folds it in as if it had seen the events of both.
/// </summary>
public sealed partial class Customer
{
    private const byte HandOverFormat = 1;

    private void HandOver(string into, in CustomerRecord record, List<Effect> effects)
    {
        var identity = _identity ??= new();
        Position = new(record.Offset, record.Now); // as of which the state is written, however far wake-ups were looked for
        var said = Me(EventType.HandOver, record) with
        {
            State = Exists ? WriteHandOver() : null,
            Leaves = Exists ? _rules.WriteLeaves() : null,
            Definitions = DefinitionsVersion,
            Merged = [.. identity.Merged, new(Key.Id, record.Offset, into)],
            Claimed = [.. identity.Claimed],
        };
        if (Exists)
        {
            Go(new(record.Now, record.Offset, Cause.Merge, record.Event.At), into, effects);
        }

        identity.Merged.Clear();
        identity.Claimed.Clear();
        identity.Pending.Clear();
        (identity.Into, identity.Heir, identity.Through) = (into, into, record.Offset);
        Send(into, said, record, effects);
    }

    // Out of every segment, group and run; what remains are the running numbers, which go on if the id ever stands by itself again, and of a device what it was told.
    private void Go(in Moment moment, string into, List<Effect> effects)
    {
        Leave(moment, RunEnd.Merged, effects);
        effects.Add(new() { Kind = EffectKind.Merged, Offset = moment.Offset, At = moment.Now, EventAt = moment.EventAt, Cause = moment.Cause, Other = into });
        var passed = IsVisitor ? _messages : null;
        Clear();
        _messages = passed;
    }

    private void Leave(in Moment moment, RunEnd end, List<Effect> effects)
    {
        var flips = _flips ??= [];
        flips.Clear();
        _rules.Leave(moment.Now, flips);
        Announce(flips, moment, effects);
        MoveScores(RfmScores.None, moment, effects);
        _journeys?.Leave(new(this, _rules, moment, effects), end);
    }

    private void Clear()
    {
        Exists = false;
        (_firstSeen, _lastSeen, _lastVisit, _sessions) = (NotSeen, NotSeen, NotSeen, 0);
        (_anonymousIds, _profile, _traits, _tags, _orders, _cart, _messages) = (null, null, null, null, null, null, null);
        (_problems, _consents, _mix, _hours, _touches, _devices, _categories, _brands, _stages, _groups) = (null, null, null, null, null, null, null, null, null, null);
        (_nextScores, _nextStage) = (Instant.Never, Instant.Never);
    }

    private byte[] WriteHandOver()
    {
        var writer = new SnapshotWriter();
        writer.Byte(HandOverFormat);
        writer.Instant(Position.WokenThrough);
        WriteParts(writer);
        WriteRareParts(writer);
        string[] members = [.. _rules.Members()];
        writer.Count(members.Length);
        foreach (var segment in members)
        {
            writer.Text(segment);
        }

        (_journeys ?? new(_definitions.Automations)).WriteHandOver(writer);
        return writer.ToArray();
    }

    private bool TakeOver(IdentityRecord said, in CustomerRecord record, List<Effect> effects)
    {
        var identity = _identity ??= new();
        foreach (var part in said.Merged.IsDefault ? [] : said.Merged)
        {
            identity.Merged.Add(part);
            identity.Parted.Remove(part.Id);
        }

        if (said.Leaves is { } leaves)
        {
            _rules.Absorb(leaves, (key, held) => Postpone(identity, said.Definitions, key, held));
        }

        var moment = new Moment(record.Now, record.Offset, Cause.Merge, record.Event.At);
        if (said.State is { } state)
        {
            var members = TakeIn(said.With, state, moment, effects);
            Settle(moment, null, effects, flip => !flip.Entered || !members.Contains(_definitions.Rules.Segments[flip.Segment].Id));
        }
        else if (Exists)
        {
            Settle(moment, null, effects);
        }

        if (!said.Merged.IsDefault)
        {
            TellAgain(said, record, effects);
        }

        return true;
    }

    /// <returns>The segments that the other customer was in: nobody enters them anew.</returns>
    private HashSet<string> TakeIn(string id, byte[] state, in Moment moment, List<Effect> effects)
    {
        var reader = new SnapshotReader(state);
        var other = ReadHandOver(id, ref reader, moment);
        Exists = true;
        var days = Days;
        _orders?.TakeFrom(days);
        other._orders?.TakeFrom(days);
        Absorb(other, moment.Now);
        _orders?.AddTo(days);
        Tell(days, moment, effects);
        var members = new HashSet<string>(StringComparer.Ordinal);
        for (var left = reader.Count(); left > 0; left--)
        {
            members.Add(reader.Text()!);
        }

        (_journeys ??= new(_definitions.Automations)).TakeOver(ref reader, new(this, _rules, moment, effects));
        return members;
    }

    // All but its segments and runs, which come next.
    private Customer ReadHandOver(string id, ref SnapshotReader reader, in Moment moment)
    {
        if (reader.Byte() is var format && format != HandOverFormat)
        {
            throw new InvalidDataException($"What {id} hands over has format {format}, this version reads {HandOverFormat}.");
        }

        var other = New(new(Key.Store, id), _definitions);
        other.Position = new(moment.Offset, reader.Instant());
        other.ReadParts(ref reader);
        other.ReadRareParts(Format, ref reader);
        return other;
    }

    // The other home has newer rules in force: their leaves are taken in once they are in force here.
    private void Postpone(IdentityState identity, int version, string key, byte[] held)
    {
        if (version > DefinitionsVersion)
        {
            identity.Pending.Add(new(version, key, held));
        }
    }

    private void TakePending()
    {
        if (_identity is not { Pending.Count: > 0 } identity)
        {
            return;
        }

        foreach (var (_, key, held) in identity.Pending)
        {
            _rules.Absorb(key, held);
        }

        identity.Pending.RemoveAll(pending => pending.Version <= DefinitionsVersion);
    }

    /// <summary>What new leaves hold of events that are another customer's by now goes to that one: who has them in the archive looks back at them.</summary>
    /// <returns>The events that are this customer's own.</returns>
    private IReadOnlyList<PastEvent> GiveNewLeaves(StoreDefinitions next, Instant now, long offset, IReadOnlyList<PastEvent> history, List<Effect> effects)
    {
        if (_identity is not { } identity || (identity.Heir is null && identity.Parted.Count == 0) || history.Count == 0)
        {
            return history;
        }

        var own = history;
        foreach (var others in history.ToLookup(past => IsParted(past.Event) ? EventHome.IdOf(past.Event) : identity.Heir is { } heir && past.Offset <= identity.Through ? heir : Key.Id))
        {
            if (others.Key == Key.Id)
            {
                continue;
            }

            own = [.. own.Except(others)];
            if (others.Key == IdentityState.Nobody)
            {
                continue;
            }

            var leaves = _rules.NewLeaves(next.Rules, [.. others]);
            if (!leaves.HoldsNothing)
            {
                var said = new IdentityRecord { Type = EventType.HandOver, ReceivedAt = now.ToString(), With = Key.Id, Leaves = leaves.WriteLeaves(), Definitions = next.Version };
                effects.Add(new() { Kind = EffectKind.Forward, Offset = offset, At = now, Cause = Cause.Definition, Other = others.Key, Payload = new(said.Write()) });
            }
        }

        return own;
    }
}
