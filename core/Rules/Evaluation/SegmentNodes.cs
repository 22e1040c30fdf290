namespace Crm.Core.Rules.Evaluation;

/// <summary>In another segment, which is settled before and says when it may change.</summary>
internal sealed class SegmentNode(int segment) : RuleNode
{
    public override Truth Evaluate(in Evaluation at) => at.State.MembershipOf(segment);
}

internal sealed class JourneyNode(string automation) : RuleNode
{
    public override Truth Evaluate(in Evaluation at) => Truth.Constant(at.Fields.IsInJourney(automation));
}
