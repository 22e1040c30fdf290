namespace Crm.Core.Rules.Evaluation;

/// <summary>What a rule keeps of one customer at most, whatever comes.</summary>
public static class RuleMemory
{
    private const int Number = sizeof(long);
    private const int Little = 3 * Number; // a count, or an instant

    /// <summary>Bytes in memory, of the parts that are about events.</summary>
    public static long MostBytes(Rule rule) => RuleReferences.Leaves(rule).Sum(Leaf);

    private static long Leaf(Rule leaf) => leaf switch
    {
        DidRule did => Count(did),
        MessageRule message => Count(MessageEvents.AsEvents(message)),
        FormRule form => Count(MessageEvents.AsEvents(form)),
        SequenceRule => EvaluationLimits.SequenceEntries * SequenceEntry.Size * Number,
        AggregateRule { Kind: AggregateKind.CountDistinct, Window: not AgoWindow } distinct => ((long)distinct.Comparison.Value.AsNumber + 1) * ValueEntry.Size * Number,
        AggregateRule { Kind: AggregateKind.CountDistinct } or SameRule => EvaluationLimits.Values * ValueEntry.Size * Number,
        AggregateRule { Window: null or DateWindow } => Little + (ValueEntry.Size * Number),
        AggregateRule => EvaluationLimits.WindowEntries * ValueEntry.Size * Number,
        FirstTimeRule or RecencyRule or SteadyRule or SegmentChangeRule => Little,
        _ => 0,
    };

    private static long Count(DidRule did) => did.Window switch
    {
        null or DateWindow => Little,
        AgoWindow => EvaluationLimits.WindowEntries * 2 * Number,
        _ => (long)TimesTest.Enough(did.Times) * Number,
    };
}
