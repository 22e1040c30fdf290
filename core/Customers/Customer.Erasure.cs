using Crm.Core.Automations;
using Crm.Core.Events;
using Crm.Core.Identity;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>Forgetting a person: nothing stays but when that was, and whether the id may come back.</summary>
public sealed partial class Customer
{
    private Erasure? _erasure; // the newest; it outlives what a new customer under the same id brings

    /// <summary>Nobody since an erasure: a tombstone.</summary>
    public bool IsErased => !Exists && _identity is null && _erasure is not null;

    /// <summary>Runs and changes of segments of a customer who came back are numbered from here on: the key of an action and the id of a change must be none that was told of before.</summary>
    internal long NumbersBefore => _erasure?.At.Milliseconds ?? 0;

    // What is dated at or before the erasure came late or was on its way: it is part of what was to be forgotten.
    // What our own API or an automation writes begins nobody new: it was meant for the one who is gone.
    private bool IsForgotten(in Event e) => _erasure is { } erasure
        && (erasure.Blocks || e.At <= erasure.At || (!Exists && e.Type is EventType.Tags or EventType.Consents or EventType.Note));

    /// <summary>Asked for of a part, it is asked of the whole; the whole then tells its parts, and what it shares with others.</summary>
    private ApplyOutcome ApplyErase(in CustomerRecord record, List<Effect> effects)
    {
        var e = record.Event;
        var said = ErasureRecord.Read(e.Json.Span);
        if (said.IsAsked && Into is { } into)
        {
            Forward(into, record, effects);
            return ApplyOutcome.Between;
        }

        WakeThrough(record.Now, Position.Offset, effects);
        if (Exists && e.At <= _erasure?.At)
        {
            return ApplyOutcome.Between; // a record that was repeated, and somebody new is here
        }

        var changed = _identity?.Forget(said.Ids) == true;
        if (said.IsAsked || (Into is { } whole && said.Ids.Contains(whole)) || (changed && !Exists && _identity!.IsEmpty))
        {
            Erase(said.Blocks, record, effects);
            changed = true;
        }

        if (changed)
        {
            Position = new(record.Offset, record.Now);
        }

        return ApplyOutcome.Between;
    }

    private void Erase(bool blocks, in CustomerRecord record, List<Effect> effects)
    {
        if (IdentityHome.IsCustomer(Key.Id))
        {
            TellOthers(blocks, record, effects);
        }

        TakeCuts(record.Now);
        var moment = new Moment(record.Now, record.Offset, Cause.Erasure, record.Event.At);
        if (Exists)
        {
            Leave(moment, RunEnd.Erased, effects);
            effects.Add(new() { Kind = EffectKind.Erased, Offset = moment.Offset, At = moment.Now, EventAt = moment.EventAt, Cause = moment.Cause });
        }

        Clear();
        _identity = null;
        _journeys = null;
        _rules = new RuleState(_definitions.Rules);

        // As of now, which is no earlier than any event before: what a rule looks back at later is told apart by its own instant.
        _erasure = new(Instant.Later(record.Event.At, moment.Now), record.Offset, (blocks || _erasure?.Blocks == true) && IdentityHome.IsCustomer(Key.Id));
    }

    // Its parts; the homes of its addresses, numbers and external ids; and devices that it shared with somebody.
    private void TellOthers(bool blocks, in CustomerRecord record, List<Effect> effects)
    {
        var ids = new List<string>([Key.Id, .. _identity?.Merged.Select(static merged => merged.Id) ?? []]);
        var homes = new List<string>(_identity?.Told ?? []);
        for (var i = 0; i < (_anonymousIds?.Count ?? 0); i++)
        {
            homes.Add($"a:{_anonymousIds![i]}");
        }

        SendErase(homes, ids, blocks, record, effects);
    }

    // Who became a part of one who is gone meanwhile is to be forgotten too.
    private void EraseWhoCame(IdentityRecord said, in CustomerRecord record, List<Effect> effects)
    {
        if (said.Type == EventType.HandOver)
        {
            string[] parts = said.Merged.IsDefault ? [] : [.. said.Merged.Select(static merged => merged.Id)];
            SendErase([.. parts, .. said.Claimed ?? []], [Key.Id, .. parts], _erasure!.Blocks, record, effects);
        }
    }

    private void SendErase(IEnumerable<string> homes, IEnumerable<string> ids, bool blocks, in CustomerRecord record, List<Effect> effects)
    {
        var said = new ErasureRecord([.. ids], blocks).Write(Key.Id, record.Event.At);
        foreach (var home in homes.Distinct(StringComparer.Ordinal).Where(home => home != Key.Id))
        {
            Forward(home, said, record.Now, record, effects);
        }
    }

    // At the end of the state, and only where there was one: few customers have it.
    private void WriteErasure(SnapshotWriter writer)
    {
        if (_erasure is { } erasure)
        {
            writer.Instant(erasure.At);
            writer.Signed(erasure.Offset);
            writer.Flag(erasure.Blocks);
        }
    }

    private void ReadErasure(ref SnapshotReader reader) => _erasure = reader.AtEnd ? null : new(reader.Instant(), reader.Signed(), reader.Flag());

    /// <param name="At">What is dated by then is forgotten.</param>
    /// <param name="Offset">Of its record: in the archive what stands before is somebody else's.</param>
    /// <param name="Blocks">Whether the id stays forgotten, whatever comes.</param>
    private sealed record Erasure(Instant At, long Offset, bool Blocks);
}
