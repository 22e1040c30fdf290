using System.Collections.Immutable;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>
/// Positive steps in strict order of (instant, offset), and optionally an event that must not follow. Holds the entries
/// that can still matter, whatever may come late, up to <see cref="EvaluationLimits.SequenceEntries"/>.
/// </summary>
/// <param name="patterns">The positive steps, then the event that must not follow if there is one.</param>
/// <param name="steps">How many of them are positive.</param>
/// <param name="within">Bounds first to last step, inclusive; null where nothing does.</param>
/// <param name="wait">After the last step until the answer can be true.</param>
/// <param name="window">In which the first step must lie.</param>
internal sealed partial class SequenceLeaf(
    ImmutableArray<CompiledPattern> patterns, int steps, ZonedDuration? within, ZonedDuration wait, FirstWindow window) : InstantLeaf(patterns)
{
    private const int Latched = -1;

    private readonly bool _hasThenNot = patterns.Length > steps;
    private readonly long _thenNot = patterns.Length > steps ? 1L << steps : 0;
    private readonly long _last = 1L << (steps - 1);
    private readonly SequenceMatcher _matcher = new(steps, within, wait, window);
    private readonly LaterSequenceMatcher? _later = window.Start is null ? null : new(steps, within, wait, window);

    // Where nothing measures from the first step, the earliest serves for all later ones; likewise the newest last step.
    private readonly bool _earliestFirstSuffices = steps > 1 && window.End is null && within is null;
    private readonly bool _newestLastSuffices = steps > 1 && within is null && patterns.Length == steps;

    protected override int ItemsEach => SequenceEntry.Size;

    public override bool Observe(ref LeafState state, Instant at, long offset, long mask)
    {
        if (state.Count == Latched)
        {
            return false;
        }

        mask = at >= window.Dates.Start && at < window.Dates.End ? mask : mask & ~1;
        if (mask == 0)
        {
            return false;
        }

        var entry = new SequenceEntry(at.Milliseconds, offset, mask);
        SequenceList.Insert(ref state, entry);
        var stays = Sweep(ref state, entry);
        if (state.Count > EvaluationLimits.SequenceEntries)
        {
            ForgetPast(ref state, SequenceEntry.In(state)[^1].At); // now is at least the newest instant seen
        }

        if (state.Count > EvaluationLimits.SequenceEntries)
        {
            SequenceList.Drop(ref state, _thenNot);
        }

        return stays;
    }

    public override void Absorb(ref LeafState state, in LeafState other)
    {
        if (other.Count == Latched)
        {
            state = other;
            return;
        }

        foreach (var entry in SequenceEntry.In(other))
        {
            Observe(ref state, entry.At, entry.Offset, entry.Mask);
        }
    }

    public override Truth Evaluate(ref LeafState state, Instant now)
    {
        if (state.Count == Latched)
        {
            return Truth.Always;
        }

        ForgetPast(ref state, now);
        var entries = SequenceEntry.In(state);
        var truth = _later?.Evaluate(entries, _thenNot, now) ?? _matcher.Evaluate(entries, _thenNot, now);
        if (truth.Holds && window.End is null && !_hasThenNot)
        {
            state = new LeafState { Count = Latched };
        }

        return truth;
    }

    /// <summary>An entry that even as a first step is out of the window can only follow first steps that are out too.</summary>
    private void ForgetPast(ref LeafState state, Instant now)
    {
        if (window.End is not { } end)
        {
            return;
        }

        var past = 0;
        foreach (ref readonly var entry in SequenceEntry.In(state))
        {
            if (end(entry.At.PlusMilliseconds(window.Disorder)) > now)
            {
                break;
            }

            past++;
        }

        if (past > 0)
        {
            SequenceList.RemoveFirst(ref state, past);
        }
    }

    /// <summary>Lets go of what can never matter again now that an entry was added.</summary>
    /// <returns>Whether the new entry stays.</returns>
    private bool Sweep(ref LeafState state, in SequenceEntry added)
    {
        var entries = SequenceEntry.In(state);
        var newestThenNot = SequenceList.LastWith(entries, _thenNot);
        var newestLast = SequenceList.LastWith(entries, _last);
        var (kept, addedKept, firstSeen) = (0, false, false);
        for (var place = 0; place < entries.Length; place++)
        {
            var entry = entries[place];
            var mask = place == newestThenNot ? entry.Mask : entry.Mask & ~_thenNot; // only the newest one forbids anything
            var useless = mask == 0
                || (mask == _last && (place < newestThenNot || (_newestLastSuffices && place < newestLast)))
                || (mask == 1 && firstSeen && _earliestFirstSuffices);
            firstSeen |= (mask & 1) != 0;
            if (!useless)
            {
                addedKept |= entry == added;
                entries[kept++] = entry with { Mask = mask };
            }
        }

        SequenceList.Truncate(ref state, kept);
        return addedKept;
    }
}
