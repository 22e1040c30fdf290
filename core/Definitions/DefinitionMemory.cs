using Crm.Core.Automations;
using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Rules.Text;

namespace Crm.Core.Definitions;

/// <summary>The bounds on what a store's rules keep of one customer, in bytes, whatever comes. What they keep of most is a hundredth of that.</summary>
public static class DefinitionMemory
{
    /// <summary>Of one rule: 128 KB.</summary>
    public const long MostOfRule = 128 * 1024;

    /// <summary>Of all the store's segments and automations: 16 MB. Parts that are the same are kept once.</summary>
    public const long MostOfStore = 16 * 1024 * 1024;

    /// <summary>Why a rule cannot be among these definitions; null if it can.</summary>
    /// <param name="next">With it.</param>
    /// <param name="put">The rules that are new.</param>
    internal static DefinitionEdit? Problem(DefinitionSet next, IEnumerable<Rule> put)
    {
        if (put.Select(RuleMemory.MostBytes).DefaultIfEmpty().Max() is var largest and > MostOfRule)
        {
            return new(EditStatus.TooLarge, Detail: $"the rule could keep up to {largest / 1024} KB of each customer, and at most {MostOfRule / 1024} KB are allowed: ask for fewer times, or for less in one rule");
        }

        var leaves = next.Segments.Select(static segment => segment.Rule).Concat(AutomationSet.Questions(next.Automations)).SelectMany(RuleReferences.Leaves);
        var all = leaves.DistinctBy(RuleText.Print).Sum(RuleMemory.MostBytes);
        return all > MostOfStore
            ? new(EditStatus.TooLarge, Detail: $"with it, the store's rules could keep up to {all / (1024 * 1024)} MB of each customer, and at most {MostOfStore / (1024 * 1024)} MB are allowed")
            : null;
    }
}
