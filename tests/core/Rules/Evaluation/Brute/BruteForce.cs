using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;

namespace Crm.Core.Tests.Rules.Evaluation.Brute;

/// <summary>What a rule says at an instant, from the whole list of events known then, word by word after the rule language. Slow on purpose.</summary>
internal static class BruteForce
{
    public static bool Holds(Rule rule, IReadOnlyList<PastEvent> known, IFieldSource fields, Instant now, TimeZoneInfo zone) => rule switch
    {
        AllRule all => all.Parts.All(part => Holds(part, known, fields, now, zone)),
        AnyRule any => any.Parts.Any(part => Holds(part, known, fields, now, zone)),
        NotRule not => !Holds(not.Part, known, fields, now, zone),
        EveryoneRule => true,
        TagRule tag => fields.HasTag(tag.Tag),
        FieldRule field => BruteComparison.Holds(field.Comparison, [FieldOf(field.Field, fields)], now, zone),
        DidRule did => Did(did, known, now, zone),
        FirstTimeRule first => FirstTime(first, known, now, zone),
        RecencyRule recency => Recency(recency, known, now, zone),
        SequenceRule sequence => Sequence(sequence, known, now, zone),
        AggregateRule aggregate => BruteValues.Holds(aggregate, Within(aggregate.Event, aggregate.Window, known, now, zone)),
        SameRule same => BruteValues.Holds(same, Within(same.Event, same.Window, known, now, zone)),
        JourneyRule journey => fields.IsInJourney(journey.Automation),
        _ => throw new InvalidOperationException(),
    };

    public static int Count(DidRule rule, IReadOnlyList<PastEvent> known, Instant now, TimeZoneInfo zone) => Within(rule.Event, rule.Window, known, now, zone).Count();

    /// <summary>When events that match happened, in order.</summary>
    public static List<Instant> Instants(EventPattern pattern, IReadOnlyList<PastEvent> known, TimeZoneInfo zone) =>
        [.. known.Where(past => Matches(pattern, past, zone)).Select(past => past.Event.At).Order()];

    /// <summary>The most steps that were taken and can still be followed by the next.</summary>
    public static int Steps(SequenceRule rule, IReadOnlyList<PastEvent> known, Instant now, TimeZoneInfo zone)
    {
        var ordered = known.OrderBy(past => past.Event.At).ThenBy(past => past.Offset).ToList();
        return Enumerable.Range(1, rule.Steps.Length - 1).LastOrDefault(steps => Tuples(steps, ordered.Count).Any(tuple =>
            tuple.Select(index => ordered[index]).Zip(rule.Steps, (past, step) => Matches(step, past, zone)).All(matches => matches)
            && ordered[tuple[0]].Event.At is var first
            && ((rule.Window is AgoWindow ago ? new LastWindow(ago.Most) : rule.Window) is not { } window || BruteWindow.Holds(window, first, now, zone))
            && (rule.ThenNot is not null || rule.Within is not { } within || now <= within.AddTo(first, zone))));
    }

    private static object? FieldOf(string name, IFieldSource fields)
    {
        var index = Core.Customers.CustomerFields.IndexOf(name);
        return BruteComparison.Unwrap(index >= 0 ? fields.Field(index) : fields.Trait(name["traits.".Length..]));
    }

    public static IEnumerable<PastEvent> Within(EventPattern pattern, Window? window, IReadOnlyList<PastEvent> known, Instant now, TimeZoneInfo zone) =>
        known.Where(past => Matches(pattern, past, zone) && (window is null || BruteWindow.Holds(window, past.Event.At, now, zone)));

    private static bool Did(DidRule rule, IReadOnlyList<PastEvent> known, Instant now, TimeZoneInfo zone)
    {
        var count = Count(rule, known, now, zone);
        return rule.Times.Operator switch
        {
            TimesOperator.AtLeast => count >= rule.Times.Count,
            TimesOperator.AtMost => count <= rule.Times.Count,
            _ => count == rule.Times.Count,
        };
    }

    private static bool FirstTime(FirstTimeRule rule, IReadOnlyList<PastEvent> known, Instant now, TimeZoneInfo zone)
    {
        var instants = known.Where(past => Matches(rule.Event, past, zone)).Select(past => past.Event.At).ToList();
        return instants.Count > 0 && (rule.Window is not { } window || BruteWindow.Holds(window, instants.Min(), now, zone));
    }

    private static bool Recency(RecencyRule rule, IReadOnlyList<PastEvent> known, Instant now, TimeZoneInfo zone)
    {
        var instants = known.Where(past => Matches(rule.Event, past, zone)).Select(past => past.Event.At).Order().ToList();
        if (instants.Count == 0)
        {
            return false;
        }

        var one = rule.Which == Occurrence.First ? instants[0] : instants[^1];
        var isOld = rule.Age.AddTo(one, zone) <= now;
        return isOld == (rule.Operator == AgeOperator.MoreThan);
    }

    private static bool Sequence(SequenceRule rule, IReadOnlyList<PastEvent> known, Instant now, TimeZoneInfo zone)
    {
        var ordered = known.OrderBy(past => past.Event.At).ThenBy(past => past.Offset).ToList();
        return Tuples(rule.Steps.Length, ordered.Count).Any(tuple =>
        {
            var match = tuple.Select(index => ordered[index]).ToList();
            if (!match.Zip(rule.Steps, (past, step) => Matches(step, past, zone)).All(matches => matches))
            {
                return false;
            }

            var (first, last) = (match[0].Event.At, match[^1].Event.At);
            if (rule.Window is { } window && !BruteWindow.Holds(window, first, now, zone))
            {
                return false;
            }

            if (rule.ThenNot is null)
            {
                return rule.Within is not { } within || last <= within.AddTo(first, zone);
            }

            return (rule.Within ?? default).AddTo(last, zone) <= now
                && !ordered.Skip(tuple[^1] + 1).Any(past => Matches(rule.ThenNot, past, zone));
        });
    }

    /// <summary>All rising tuples of indices.</summary>
    private static IEnumerable<int[]> Tuples(int length, int count, int from = 0)
    {
        if (length == 0)
        {
            yield return [];
            yield break;
        }

        for (var first = from; first < count; first++)
        {
            foreach (var rest in Tuples(length - 1, count, first + 1))
            {
                yield return [first, .. rest];
            }
        }
    }

    private static bool Matches(EventPattern pattern, PastEvent past, TimeZoneInfo zone) =>
        pattern.Type == past.Event.Type && pattern.Names.Contains(past.Event.Name) && (pattern.Where is null || BrutePredicate.Holds(pattern.Where, past.Event, zone));
}
