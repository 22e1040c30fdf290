using System.Text.Json;
using Crm.Core.Rules.Text;
using Crm.Core.Time;

namespace Crm.Core.Rules.Json;

/// <summary>Rules about what a customer did.</summary>
internal sealed class EventReader(Errors errors, ComparisonReader comparisons, PatternReader patterns, WindowReader windows)
{
    public Rule Did(Node node, int depth)
    {
        if (node["first"] is { } first)
        {
            errors.ExpectMembers(node, "did", "where", "first", "window");
            if (first.Kind != JsonTokenType.True)
            {
                errors.Fail(first, "'first' can only be true; without it any time counts", "true");
            }

            return new FirstTimeRule(patterns.Read(node, "did", depth), windows.Read(node["window"]));
        }

        errors.ExpectMembers(node, "did", "where", "times", "window");
        return new DidRule(patterns.Read(node, "did", depth), TimesReader.Read(errors, node["times"]), windows.Read(node["window"]));
    }

    public RecencyRule Recency(Node node, int depth)
    {
        errors.ExpectMembers(node, "recency", "of", "where", "op", "value");
        var which = errors.NeededText(node, "recency", "\"first\" or \"last\"");
        var op = errors.NeededText(node, "op", "\"olderThan\" or \"newerThan\"");
        errors.Among(node["recency"], ["first", "last"]);
        errors.Among(node["op"], ["olderThan", "newerThan"]);
        return new(
            which == "first" ? Occurrence.First : Occurrence.Last,
            patterns.Read(node, "of", depth),
            op == "newerThan" ? AgeOperator.LessThan : AgeOperator.MoreThan,
            comparisons.Duration(errors.Needed(node, "value", "a length of time")));
    }

    public SequenceRule Sequence(Node node, int depth)
    {
        errors.ExpectMembers(node, "sequence", "within", "window");
        var steps = node["sequence"]!;
        var hasNot = steps is { IsArray: true, Children: [_, .., var last] } && last["didNot"] is not null;
        CheckSteps(node, steps, hasNot);
        CalendarDuration? within = node["within"] is { } length ? comparisons.Duration(length) : null;
        var positive = steps.Children.Take(steps.Children.Count - (hasNot ? 1 : 0)).Select(step => Step(step, "did", depth));
        return new([.. positive], hasNot ? Step(steps.Children[^1], "didNot", depth) : null, within, windows.Read(node["window"]));
    }

    private void CheckSteps(Node node, Node steps, bool hasNot)
    {
        if (!steps.IsArray || steps.Children.Count < 2)
        {
            errors.Fail(steps, "Not an array of at least two steps", "[{\"did\":…},{\"did\":…}]");
        }
        else if (hasNot && node["within"] is null)
        {
            errors.Fail(node, "The member 'within' is missing", "how long to wait for what must not follow");
        }
        else if (RuleLimits.Steps(steps.Children.Count - (hasNot ? 1 : 0)) is { } problem)
        {
            errors.Fail(steps, problem);
        }
    }

    private EventPattern Step(Node step, string name, int depth)
    {
        if (name == "did" && step["didNot"] is { } misplaced)
        {
            errors.Fail(misplaced, misplaced.NamePosition, misplaced.NameLength, "'didNot' can only be the last step");
        }

        errors.ExpectMembers(step, name, "where");
        return patterns.Read(step, name, depth);
    }
}
