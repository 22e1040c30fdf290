using Crm.Core.Rules.Why;

namespace Crm.Core.Rules.Evaluation;

/// <summary>In another segment, which is settled before and says when it may change.</summary>
internal sealed class SegmentNode(int segment) : RuleNode
{
    public override Truth Evaluate(in Evaluation at) => at.State.MembershipOf(segment);

    public override void Explain(in Evaluation at, FigureList figures)
    {
        figures.Case = at.State.IsMember(segment) ? null : "none";
        if (at.State.Number(segment) > 0)
        {
            figures.At("since", at.State.Since(segment));
        }
    }
}

internal sealed class JourneyNode(string automation) : RuleNode
{
    public override Truth Evaluate(in Evaluation at) => Truth.Constant(at.Fields.IsInJourney(automation));

    public override void Explain(in Evaluation at, FigureList figures) => figures.Case = at.Fields.IsInJourney(automation) ? null : "none";
}
