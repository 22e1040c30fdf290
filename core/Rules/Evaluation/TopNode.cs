using Crm.Core.Rfm;

namespace Crm.Core.Rules.Evaluation;

/// <summary>The cut is the customer's to know: a refresh brings another one, and leaves the rules as they are.</summary>
internal sealed class TopNode(TopShare share) : RuleNode
{
    public override Truth Evaluate(in Evaluation at) => Truth.Constant(at.Fields.IsInTop(share));
}
