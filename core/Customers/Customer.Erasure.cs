using Crm.Core.Automations;
using Crm.Core.Events;
using Crm.Core.Identity;
using Crm.Core.Rfm;
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

    /// <summary>Runs of a customer who came back are numbered from here on: an action's key must be none that was told of before.</summary>
    internal long RunsBefore => _erasure?.At.Milliseconds ?? 0;

    // What is dated at or before the erasure came late or was on its way: it is part of what was to be forgotten.
    // What our own API or an automation writes begins nobody new: it was meant for the one who is gone.
    private bool IsForgotten(Event e) => _erasure is { } erasure
        && (erasure.Blocks || e.At <= erasure.At || (!Exists && e.Type is EventType.Tags or EventType.Consents or EventType.Note));

    /// <summary>Asked for of a part, it is asked of the whole; the whole then tells its parts, and what it shares with others.</summary>
    private ApplyOutcome ApplyErase(CustomerRecord record, List<Effect> effects)
    {
        var e = record.Event;
        var (with, blocks) = ErasureRecord.Read(e.Json.Span);
        if (with is null && Into is { } into)
        {
            Forward(into, record, effects);
            return ApplyOutcome.Between;
        }

        WakeThrough(record.Now, Position.Offset, effects);
        var isTheirs = with is null || Into is not null || _identity?.Owner == with;
        if (!isTheirs || (Exists && e.At <= _erasure?.At)) // a record that was repeated, and somebody new is here
        {
            return ApplyOutcome.Between;
        }

        Erase(blocks, record, effects);
        Position = new(record.Offset, record.Now);
        return ApplyOutcome.Between;
    }

    private void Erase(bool blocks, CustomerRecord record, List<Effect> effects)
    {
        foreach (var home in _identity?.Told ?? [])
        {
            SendErase(home, blocks, record, effects);
        }

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

    // Who became a part of one who is gone meanwhile is to be forgotten too.
    private void EraseWhoCame(IdentityRecord said, CustomerRecord record, List<Effect> effects)
    {
        foreach (var id in said.Merged.IsDefault ? [] : said.Merged)
        {
            SendErase(id.Id, _erasure!.Value.Blocks, record, effects);
        }
    }

    private void SendErase(string home, bool blocks, CustomerRecord record, List<Effect> effects) =>
        Forward(home, ErasureRecord.Write(Key.Id, blocks, record.Event.At), record.Now, record, effects);

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
    private readonly record struct Erasure(Instant At, long Offset, bool Blocks);
}
