using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Crm.Core.Rules.Text;

/// <summary>What reading a rule gave: the rule, or at least one error.</summary>
public sealed class RuleParse
{
    internal RuleParse(Rule rule) => Rule = rule;

    internal RuleParse(RuleError error) => Errors = [error];

    public Rule? Rule { get; }

    /// <summary>Empty exactly if there is a rule. Reading stops at the first error, so there is one at most at present.</summary>
    public ImmutableArray<RuleError> Errors { get; } = [];

    [MemberNotNullWhen(true, nameof(Rule))]
    public bool Success => Rule is not null;
}
