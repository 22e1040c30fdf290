using Crm.Core.Rules.Text;
using Crm.Core.Rules.Why;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

internal sealed partial class SequenceLeaf
{
    public override void Explain(in LeafState state, Instant now, FigureList figures)
    {
        var entries = SequenceEntry.In(state);
        var truth = state.Count == Latched ? Truth.Always : _later?.Evaluate(entries, _thenNot, now) ?? _matcher.Evaluate(entries, _thenNot, now);
        if (truth.Holds)
        {
            figures.Number("steps", steps);
        }
        else if (_later is not null && truth.Until != Instant.Never)
        {
            figures.Case = "later";
            figures.Number("steps", steps);
            figures.At("by", truth.Until);
        }
        else if (_hasThenNot && truth.Until != Instant.Never)
        {
            ExplainQuiet(entries, truth.Until, figures);
        }
        else
        {
            ExplainWaiting(entries, now, figures);
        }
    }

    private Instant AfterWithin(Instant first) => within?.After(first) is { } last && last < Instant.Never ? last.PlusMilliseconds(1) : Instant.Never; // the last instant belongs to it

    private void ExplainQuiet(ReadOnlySpan<SequenceEntry> entries, Instant by, FigureList figures)
    {
        figures.Case = "quiet";
        figures.Number("steps", steps);
        figures.At("by", by);
        foreach (ref readonly var entry in entries)
        {
            if ((entry.Mask & _last) != 0 && wait.After(entry.At) == by)
            {
                figures.At("last", entry.At);
                return;
            }
        }
    }

    private void ExplainWaiting(ReadOnlySpan<SequenceEntry> entries, Instant now, FigureList figures)
    {
        var progress = SequenceProgress.Of(
            entries, steps, now, at => Instant.Earlier(AfterWithin(at), window.End?.Invoke(at) ?? Instant.Never));
        figures.Case = "waits";
        figures.Number("steps", progress.Steps);
        figures.Text("next", string.Join(", ", Patterns[progress.Steps].Names.Distinct().Select(Quoted.Print)));
        if (progress.Steps > 0)
        {
            figures.At("last", progress.Last);
            figures.At("by", progress.By);
        }

        if (SequenceList.LastWith(entries, _thenNot) is >= 0 and var followed)
        {
            figures.At("followed", entries[followed].At);
        }
    }
}
