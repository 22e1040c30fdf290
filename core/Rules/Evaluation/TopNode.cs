using Crm.Core.Customers;
using Crm.Core.Rfm;
using Crm.Core.Rules.Why;

namespace Crm.Core.Rules.Evaluation;

/// <summary>The cut is the customer's to know: a refresh brings another one, and leaves the rules as they are.</summary>
internal sealed class TopNode(TopShare share) : RuleNode
{
    public override Truth Evaluate(in Evaluation at) => Truth.Constant(at.Fields.IsInTop(share));

    public override void Explain(in Evaluation at, FigureList figures)
    {
        figures.Add("value", at.Fields.Field(CustomerFields.IndexOf(share.Field)));
        figures.Case = at.Fields.IsInTop(share) ? null : "none";
    }
}
