using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Automations;

/// <summary>One customer's side of a store's automations: how often each was started, and where a run waits. Not safe for concurrent use.</summary>
internal sealed class Journeys(AutomationSet automations)
{
    private SparseList<Run> _runs = new();

    /// <summary>As of the last turn the earliest instant at which a run may go on or end by itself.</summary>
    public Instant NextChange { get; private set; } = Instant.Never;

    /// <summary>Runs under way, by automation.</summary>
    public IEnumerable<(CompiledAutomation Automation, Run Run)> UnderWay()
    {
        for (var place = 0; place < _runs.Count; place++)
        {
            if (_runs.ItemAt(place) is { IsUnderWay: true } run)
            {
                yield return (automations.All[_runs.IndexAt(place)], run);
            }
        }
    }

    /// <summary>First runs under way go on or end, then others start: what ends one run may start the next.</summary>
    /// <param name="turn">After rules were settled at its now.</param>
    /// <param name="e">The event that counted; null for a wake-up or a definition.</param>
    /// <param name="flips">What the settling changed.</param>
    public void Advance(in JourneyTurn turn, in Event? e, List<SegmentFlip> flips)
    {
        for (var place = 0; place < _runs.Count; place++)
        {
            if (_runs.ItemAt(place).IsUnderWay)
            {
                _runs.ItemAt(place) = turn.Move(automations.All[_runs.IndexAt(place)], _runs.ItemAt(place));
            }
        }

        if (e is { } counted && counted.Type.IsNamed())
        {
            foreach (var index in automations.StartedByEvent(counted.Name))
            {
                if (automations.All[index].Event!.Accepts(counted))
                {
                    Start(turn, index);
                }
            }
        }

        foreach (var flip in turn.Moment.Cause == Cause.Definition ? [] : flips)
        {
            foreach (var index in automations.StartedBySegment(turn.SegmentAt(flip.Segment), flip.Entered))
            {
                Start(turn, index);
            }
        }

        NextChange = EarliestNext();
    }

    /// <summary>This customer's side of the next definition version: runs stay where they wait, by the ids of automation and step.</summary>
    /// <param name="next">From here on.</param>
    /// <param name="turn">Takes what ends with what was taken out.</param>
    public Journeys Migrate(AutomationSet next, in JourneyTurn turn)
    {
        var journeys = new Journeys(next);
        for (var place = 0; place < _runs.Count; place++)
        {
            var run = _runs.ItemAt(place);
            var known = automations.All[_runs.IndexAt(place)];
            var index = next.IndexOf(known.Definition.Id);
            var step = run.IsUnderWay && index >= 0 ? next.All[index].IndexOf(known.Steps[run.Step].Step.Id) : Run.None;
            if (run.IsUnderWay && step == Run.None)
            {
                turn.End(known, run, index < 0 ? RunEnd.Deleted : RunEnd.StepRemoved);
                run = run.Ended;
            }

            if (index >= 0)
            {
                journeys._runs.Set(index, run with { Step = step }, keep: true);
            }
        }

        return journeys;
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Count(_runs.Count);
        for (var (place, last) = (0, 0); place < _runs.Count; place++)
        {
            writer.Count(_runs.IndexAt(place) - last);
            _runs.ItemAt(place).Write(writer);
            last = _runs.IndexAt(place);
        }
    }

    /// <param name="automations">Of the version that it was written with.</param>
    /// <param name="reader">Stands where <see cref="Write"/> began.</param>
    public static Journeys Read(AutomationSet automations, ref SnapshotReader reader)
    {
        var journeys = new Journeys(automations);
        var count = reader.Count();
        for (var (read, index) = (0, 0); read < count; read++)
        {
            index += reader.Count();
            journeys._runs.Set(index, Run.Read(ref reader), keep: true);
        }

        journeys.NextChange = journeys.EarliestNext();
        return journeys;
    }

    /// <summary>Every run ends: the customer goes on as a part of another.</summary>
    public void Leave(in JourneyTurn turn, RunEnd end)
    {
        for (var place = 0; place < _runs.Count; place++)
        {
            if (_runs.ItemAt(place) is { IsUnderWay: true } run)
            {
                _runs.ItemAt(place) = turn.End(automations.All[_runs.IndexAt(place)], run, end);
            }
        }

        NextChange = Instant.Never;
    }

    /// <summary>Runs under way, by the ids of automation and step.</summary>
    public void WriteHandOver(SnapshotWriter writer)
    {
        var runs = UnderWay().ToArray();
        writer.Count(runs.Length);
        foreach (var (automation, run) in runs)
        {
            writer.Text(automation.Definition.Id);
            writer.Text(automation.Steps[run.Step].Step.Id);
            writer.Instant(run.Started);
            writer.Instant(run.Since);
        }
    }

    /// <summary>Goes on with runs that another customer had, who is the same person: each where it waited, unless there is one of its automation.</summary>
    /// <param name="reader">Stands where <see cref="WriteHandOver"/> began.</param>
    /// <param name="turn">Takes what starts.</param>
    public void TakeOver(ref SnapshotReader reader, in JourneyTurn turn)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var (automation, step, started, since) = (reader.Text()!, reader.Text()!, reader.Instant(), reader.Instant());
            if (automations.IndexOf(automation) is >= 0 and var index && automations.All[index].IndexOf(step) is not Run.None and var place)
            {
                _runs.TryGet(index, out var last);
                if (!last.IsUnderWay || last.Number == 0)
                {
                    _runs.Set(index, turn.GoOn(automations.All[index], new(turn.NumberAfter(last), started, place, since, Instant.Never)), keep: true);
                }
            }
        }
    }

    private void Start(in JourneyTurn turn, int index)
    {
        _runs.TryGet(index, out var last); // its number is 0 where there was none
        var automation = automations.All[index];
        if (!last.IsUnderWay || last.Number == 0)
        {
            var run = turn.Start(automation, last);
            _runs.Set(index, run, keep: run.Number > 0);
        }
    }

    private Instant EarliestNext()
    {
        var earliest = Instant.Never;
        for (var place = 0; place < _runs.Count; place++)
        {
            earliest = Instant.Earlier(earliest, _runs.ItemAt(place).Next);
        }

        return earliest;
    }
}
