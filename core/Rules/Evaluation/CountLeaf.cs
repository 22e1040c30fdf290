using Crm.Core.Rules.Why;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>How often an event happened, ever or between two dates: a count that stops where more no longer matters.</summary>
internal sealed class CountLeaf(CompiledPattern pattern, Times times, TimeRange dates) : InstantLeaf([pattern])
{
    private readonly int _enough = TimesTest.Enough(times);

    public override bool Observe(ref LeafState state, Instant at, long offset, long mask)
    {
        if (state.Count >= _enough || at < dates.Start || at >= dates.End)
        {
            return false;
        }

        state.Count++;
        return true;
    }

    public override void Absorb(ref LeafState state, in LeafState other) =>
        state.Count = (int)Math.Min((long)state.Count + other.Count, Math.Max(state.Count, _enough));

    public override Truth Evaluate(ref LeafState state, Instant now) => Truth.Constant(TimesTest.Holds(times, state.Count));

    public override void Explain(in LeafState state, Instant now, FigureList figures) => TimesTest.Explain(times, state.Count, figures);
}

internal static class TimesTest
{
    /// <summary>The count from which on more makes no difference.</summary>
    public static int Enough(Times times) => times.Operator == TimesOperator.AtLeast || times.Count == int.MaxValue ? times.Count : times.Count + 1;

    public static bool Holds(Times times, int count) => times.Operator switch
    {
        TimesOperator.AtLeast => count >= times.Count,
        TimesOperator.AtMost => count <= times.Count,
        _ => count == times.Count,
    };

    /// <summary>How often, and whether counting stopped there.</summary>
    public static void Explain(Times times, long count, FigureList figures)
    {
        figures.Times("count", count);
        figures.Case = count > 0 && count >= Enough(times) ? "more" : null;
    }
}
