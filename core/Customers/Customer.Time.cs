using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    /// <summary>Fires every wake-up due, in the order of their instants; one may set the next.</summary>
    /// <param name="until">The last instant that is due.</param>
    /// <param name="offset">The position's offset if anything changed.</param>
    /// <param name="effects">Takes what changed.</param>
    /// <returns>Whether anything changed.</returns>
    public bool WakeThrough(Instant until, long offset, List<Effect> effects)
    {
        var woke = false;
        for (var at = NextWake; at <= until && at != Instant.Never; at = NextWake)
        {
            Settle(Moment.Woken(at), null, effects);
            woke = true;
            if (NextWake <= at)
            {
                throw new InvalidOperationException($"A wake-up of {Key} at {at} asked for another at {NextWake}: time would stand still.");
            }
        }

        if (woke)
        {
            Position = new(offset, until);
        }

        return woke;
    }

    /// <summary>
    /// Takes the next version of the definitions as of a position: what was due by then happens under the old ones, then the
    /// new ones are settled, and what they change has <see cref="Cause.Definition"/>. New cuts that change nothing now
    /// leave no trace: they are taken with whatever changes next, and if that is a fall of R by them, when that is due.
    /// </summary>
    /// <param name="next">The next version.</param>
    /// <param name="now">The store's now at that position.</param>
    /// <param name="offset">Of the record that named the version.</param>
    /// <param name="history">The customer's past events that new leaves need, by offset.</param>
    /// <param name="effects">Takes what changed.</param>
    public void Adopt(StoreDefinitions next, Instant now, long offset, IReadOnlyList<PastEvent> history, List<Effect> effects)
    {
        if (IsErased)
        {
            (_definitions, _rules) = (next, new RuleState(next.Rules)); // nobody: it has nothing to evaluate, and is not stored for it
            return;
        }

        WakeThrough(now, offset, effects);
        if (next.DiffersInCutsOnly(_definitions) && !Concerns(next, now))
        {
            LetLie(next);
            return;
        }

        var moment = new Moment(now, offset, Cause.Definition, null);
        history = _erasure is null ? history : [.. history.Where(past => !IsForgotten(past.Event))];
        history = GiveNewLeaves(next, now, offset, history, effects);
        _journeys = _journeys?.Migrate(next.Automations, new(this, _rules, moment, effects));
        var before = _definitions;
        (_definitions, _ahead, _nextAhead) = (next, null, Instant.Never);
        _rules = _rules.Migrate(next.Rules, history);
        if (IsStored)
        {
            Position = new(offset, now);
        }

        if (Exists)
        {
            TakePending();
            ScoreAnew(before, moment, effects);
            Settle(moment, null, effects);
        }
    }

    /// <summary>Scores and stage, then segments, then automations: each sees what the one before has changed.</summary>
    /// <param name="moment">When, and why.</param>
    /// <param name="e">The event that counted; null for a wake-up, a definition or a merge.</param>
    /// <param name="effects">Takes what changed.</param>
    /// <param name="starts">Which changes of segments may start an automation; null for all.</param>
    private void Settle(in Moment moment, in Event? e, List<Effect> effects, Predicate<SegmentFlip>? starts = null)
    {
        TakeCuts(moment.Now);
        Score(newCuts: false, moment, effects);
        SettleStage(moment.Now);
        if (e is { } counted)
        {
            _rules.Observe(counted, moment.Offset);
        }

        for (var round = 1; ; round++)
        {
            var flips = SettleRules(moment, effects);
            if (starts is not null)
            {
                RemoveOthers(flips, starts);
            }

            if (_definitions.Automations.All.IsEmpty)
            {
                return;
            }

            (_journeys ??= new(_definitions.Automations)).Advance(new(this, _rules, moment, effects), round == 1 ? e : null, flips);
            if (!_rules.IsMarked || round == CustomerLimits.Rounds)
            {
                return; // definitions cannot read each other in a circle, so that few rounds settle everything
            }
        }
    }

    private static void RemoveOthers(List<SegmentFlip> flips, Predicate<SegmentFlip> starts) => flips.RemoveAll(flip => !starts(flip));

    private List<SegmentFlip> SettleRules(in Moment moment, List<Effect> effects)
    {
        var flips = _flips ??= [];
        flips.Clear();
        _rules.Settle(this, moment.Now, flips, NumbersBefore);
        Announce(flips, moment, effects);
        return flips;
    }

    private void Announce(List<SegmentFlip> flips, in Moment moment, List<Effect> effects)
    {
        foreach (var flip in flips)
        {
            var segment = _definitions.Rules.Segments[flip.Segment];
            effects.Add(new()
            {
                Kind = flip.Entered ? EffectKind.SegmentEntered : EffectKind.SegmentLeft,
                Offset = moment.Offset,
                At = flip.At,
                EventAt = moment.EventAt,
                Cause = moment.Cause,
                Segment = segment.Id,
                Version = segment.Version,
                Number = flip.Number,
            });
        }
    }
}
