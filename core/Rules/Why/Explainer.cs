using System.Collections.Immutable;
using Crm.Core.Rules.Evaluation;

namespace Crm.Core.Rules.Why;

/// <summary>Walks a rule together with what it was compiled to, over a state of its own: evaluating lets go of what is past.</summary>
internal static class Explainer
{
    /// <param name="rule">What is explained.</param>
    /// <param name="node">What it was compiled to.</param>
    /// <param name="at">Of a copy of the customer's state.</param>
    public static Explanation Explain(Rule rule, RuleNode node, in Evaluation.Evaluation at)
    {
        var truth = node.Evaluate(at);
        var figures = new FigureList();
        var parts = ImmutableArray.CreateBuilder<Explanation>();
        var rules = PartsOf(rule);
        for (var part = 0; part < rules.Length; part++)
        {
            parts.Add(Explain(rules[part], node.Parts[part], at));
        }

        var kind = RuleFigures.Of(rule, figures);
        if (rule is AllRule or AnyRule)
        {
            figures.Number("true", parts.Count(static part => part.Holds));
        }

        node.Explain(at, figures);
        return new()
        {
            Rule = rule,
            Kind = figures.Case is { } of ? $"{kind}.{of}" : kind,
            Holds = truth.Holds,
            Until = truth.Until,
            Figures = figures.All,
            Parts = parts.ToImmutable(),
        };
    }

    private static ImmutableArray<Rule> PartsOf(Rule rule) => rule switch
    {
        AllRule all => all.Parts,
        AnyRule any => any.Parts,
        NotRule not => [not.Part],
        _ => [],
    };
}
