using System.Collections.Immutable;
using Crm.Core.Rules.Evaluation;

namespace Crm.Core.Rules.Text;

/// <summary>How large a rule may be. They hold for the tree and its canonical text, so what one form accepts the other does too.</summary>
internal static class RuleLimits
{
    /// <summary>Characters of text, as given and in canonical form.</summary>
    public const int MaxText = 16 * 1024;

    /// <summary>Bytes of JSON: above what any rule within the other limits needs.</summary>
    public const int MaxJson = 256 * 1024;

    /// <summary>Levels of rules and conditions within each other.</summary>
    public const int MaxDepth = 32;

    /// <summary>Rules, steps and conditions together.</summary>
    public const int MaxNodes = 500;

    /// <summary>Characters of a regular expression.</summary>
    public const int MaxPattern = 1000;

    /// <summary>The N of "N times": evaluation counts to N + 1.</summary>
    public const int MaxTimes = 1_000_000;

    /// <summary>What "count distinct" can be compared to: evaluation keeps one more.</summary>
    public const int MaxDistinct = 1000;

    /// <summary>The N of "same … at least N times".</summary>
    public const int MaxSame = 100;

    /// <summary>Of one sequence, without the one that must not follow.</summary>
    public const int MaxSteps = EvaluationLimits.SequenceSteps;

    public static string TooDeep => $"The rule is nested deeper than {MaxDepth} levels";

    public static RuleError? Check(Rule rule, int length)
    {
        var nodes = 0;
        var problem = Depth(rule, ref nodes) > MaxDepth ? TooDeep
            : nodes > MaxNodes ? $"The rule has {nodes} parts; at most {MaxNodes} are allowed"
            : RulePrinter.Print(rule).Length > MaxText ? $"The rule is longer than {MaxText} characters in its canonical form"
            : null;
        return problem is null ? null : new(problem, 0, length);
    }

    public static string? Steps(int count) => count > MaxSteps ? $"A sequence has at most {MaxSteps} steps" : null;

    private static int Depth(Rule rule, ref int nodes)
    {
        nodes++;
        return 1 + rule switch
        {
            AllRule all => Deepest(all.Parts, ref nodes, Depth),
            AnyRule any => Deepest(any.Parts, ref nodes, Depth),
            NotRule not => Depth(not.Part, ref nodes),
            DidRule did => Depth(did.Event, ref nodes),
            FirstTimeRule first => Depth(first.Event, ref nodes),
            AggregateRule aggregate => Depth(aggregate.Event, ref nodes),
            SameRule same => Depth(same.Event, ref nodes),
            RecencyRule recency => Depth(recency.Event, ref nodes),
            SequenceRule { ThenNot: { } not } sequence => Deepest(sequence.Steps.Add(not), ref nodes, Depth),
            SequenceRule sequence => Deepest(sequence.Steps, ref nodes, Depth),
            _ => 0,
        };
    }

    private static int Depth(EventPattern pattern, ref int nodes)
    {
        nodes++;
        return pattern.Where is { } where ? Depth(where, ref nodes) : 0;
    }

    private static int Depth(Predicate predicate, ref int nodes)
    {
        nodes++;
        return 1 + predicate switch
        {
            AllPredicate all => Deepest(all.Parts, ref nodes, Depth),
            AnyPredicate any => Deepest(any.Parts, ref nodes, Depth),
            NotPredicate not => Depth(not.Part, ref nodes),
            ElementPredicate element => Depth(element.Inner, ref nodes),
            _ => 0,
        };
    }

    private delegate int Measure<in T>(T part, ref int nodes);

    private static int Deepest<T>(ImmutableArray<T> parts, ref int nodes, Measure<T> measure)
    {
        var deepest = 0;
        foreach (var part in parts)
        {
            deepest = Math.Max(deepest, measure(part, ref nodes));
        }

        return deepest;
    }
}
