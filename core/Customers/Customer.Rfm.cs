using System.Collections.Immutable;
using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Core.Time;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    private RfmScores _scores;
    private Instant _nextScores = Instant.Never; // when R falls by itself; follows from the last order, R and the cuts
    private bool _figuresChanged; // since the scores were found: then cuts alone decide
    private GroupEntry[]? _groups; // null before the first order
    private StoreDefinitions? _ahead; // newer cuts that hold, and change nothing until time or something else does
    private Instant _nextAhead = Instant.Never; // when R falls by those

    /// <summary>Says which version holds. Only refreshes may lie between it and the one that the customer stands under.</summary>
    /// <exception cref="InvalidOperationException">Rules, automations or settings differ: those are adopted.</exception>
    public void Follow(StoreDefinitions next)
    {
        if (!next.DiffersInCutsOnly(_definitions))
        {
            throw new InvalidOperationException($"A customer at definition version {DefinitionsVersion} was called under {next.Version} without its history.");
        }

        LetLie(next);
    }

    /// <inheritdoc/>
    public bool IsInTop(TopShare share) => IsInTop(_definitions.Set.Rfm, share);

    private bool IsInTop(RfmSettings rfm, TopShare share)
    {
        foreach (var cut in rfm.Tops)
        {
            if (cut.Share == share)
            {
                return Figures.Orders > 0 && Field(CustomerFields.IndexOf(share.Field)).AsNumber >= cut.Value;
            }
        }

        return false;
    }

    private bool AreTopsAsUnder(RfmSettings next)
    {
        var now = _definitions.Set.Rfm;
        return next.Tops.Concat(now.Tops).All(top => IsInTop(next, top.Share) == IsInTop(now, top.Share));
    }

    private string? GroupOf(RfmScores scores) => _definitions.Set.Rfm.Plan.Groups.NameOf(scores);

    // Not the rules and runs: those of both versions are the same.
    private void TakeCuts(Instant now)
    {
        if (_ahead is { } ahead)
        {
            (_definitions, _ahead, _nextAhead) = (ahead, null, Instant.Never);
            Scored(ahead.Rfm, newCuts: false, now, out _nextScores);
        }
    }

    // What new cuts change by time alone comes at its time. Who is kept beyond a cut is not on it when its time comes: that has to be noted now.
    private bool Concerns(StoreDefinitions next, Instant now) =>
        Exists && (Scored(next.Rfm, newCuts: true, now, out var falls) != _scores || falls != next.Rfm.FallOf(_scores.R, Figures.LastOrder) || !AreTopsAsUnder(next.Set.Rfm));

    private void LetLie(StoreDefinitions next) => (_ahead, _nextAhead) = (next, Exists ? next.Rfm.FallOf(_scores.R, Figures.LastOrder) : Instant.Never);

    private RfmScores Scored(RfmScorer scorer, bool newCuts, Instant now, out Instant next)
    {
        var figures = Figures;
        var monetary = figures.Revenue - figures.Refunded;
        return _figuresChanged
            ? scorer.Score(figures.LastOrder, figures.Orders, monetary, now, out next)
            : scorer.Keep(_scores, figures.LastOrder, figures.Orders, monetary, now, newCuts, out next);
    }

    // Under a version that was adopted: by another plan every score is found anew, and a group can have another name.
    private void ScoreAnew(StoreDefinitions before, in Moment moment, List<Effect> effects)
    {
        var group = before.Set.Rfm.Plan.Groups.NameOf(_scores);
        _figuresChanged |= before.Set.Rfm.Plan.Version != _definitions.Set.Rfm.Plan.Version;
        Score(newCuts: true, moment, effects);
        EnterGroup(group, moment.Now);
    }

    private void Score(bool newCuts, in Moment moment, List<Effect> effects)
    {
        var to = Scored(_definitions.Rfm, newCuts, moment.Now, out _nextScores);
        _figuresChanged = false;
        MoveScores(to, moment, effects);
    }

    private void MoveScores(RfmScores to, in Moment moment, List<Effect> effects)
    {
        var from = _scores;
        if (to == from)
        {
            return;
        }

        _scores = to;
        ScoresChanged(from);
        EnterGroup(GroupOf(from), moment.Now);
        effects.Add(new()
        {
            Kind = EffectKind.RfmMoved,
            Offset = moment.Offset,
            At = moment.Now,
            EventAt = moment.EventAt,
            Cause = moment.Cause,
            Version = _definitions.Rfm.Settings.Version,
            From = from,
            To = _scores,
        });
    }

    // Of a customer from before there was a history, it begins with the first change.
    private void EnterGroup(string? before, Instant now)
    {
        if (GroupOf(_scores) is var group && group != before)
        {
            _groups = GroupHistory.Enter(_groups, new(group, now, _definitions.Rfm.Settings.Version));
        }
    }

    private ImmutableArray<GroupView> ViewGroups() =>
        [.. (_groups ?? []).Reverse().Select(static entry => new GroupView(entry.Group, entry.Since, entry.Version))];
}
