namespace Crm.Core.Rules.Evaluation;

/// <summary>The bounds on what one customer's state holds.</summary>
public static class EvaluationLimits
{
    /// <summary>
    /// Entries that a sequence keeps per customer: relevant events that can still matter. Past it one is dropped: of
    /// neighbouring entries that serve the same steps the inner one whose neighbours lie closest together in time; where no entry
    /// has two such neighbours, the oldest of those that serve the most frequent steps.
    /// </summary>
    /// <remarks>
    /// The effect is one-sided on matches and bounded in time: a match is never invented and a <c>then not</c> event never forgotten. A match that
    /// needs the dropped entry is missed unless a neighbour can stand in; a neighbour shifts the instants at which the answer
    /// changes by at most the gap between the two. That takes more than this many relevant events of one customer within the window.
    /// </remarks>
    public const int SequenceEntries = 256;

    /// <summary>
    /// Instants that a count between two lengths of time ago, a sum, an average, a least or a greatest within a window keep per customer, each with what happened
    /// then. Past it one whose neighbours lie closest together counts as if it had happened at the later of them: the answer comes and goes too late by less than
    /// the distance of two entries that are kept, of which there are that many.
    /// </summary>
    public const int WindowEntries = 256;

    /// <summary>
    /// Events with their values that a count of different values, or of the same one, keeps per customer: one more than the most that the former is
    /// compared to. Past it the one that would leave first goes: a value that it stood for can be missed.
    /// </summary>
    public const int Values = 1001;

    /// <summary>Positive steps of one sequence; a rule with more is refused when it is compiled.</summary>
    public const int SequenceSteps = 62;
}
