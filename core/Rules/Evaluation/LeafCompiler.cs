using System.Collections.Immutable;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>Chooses how an event leaf is kept.</summary>
internal static class LeafCompiler
{
    public static EventLeaf Compile(Rule rule, TimeZoneInfo zone) => rule switch
    {
        DidRule did => Compile(did, CompiledPattern.Compile(did.Event, zone), zone),
        FirstTimeRule first => new FirstTimeLeaf(CompiledPattern.Compile(first.Event, zone), WindowBounds.Of(first.Window, zone)),
        RecencyRule recency => new RecencyLeaf(CompiledPattern.Compile(recency.Event, zone), recency.Which, recency.Operator, new(recency.Age, zone)),
        SequenceRule sequence => Compile(sequence, zone),
        _ => throw new ArgumentException($"Unknown rule {rule.GetType().Name}.", nameof(rule)),
    };

    private static EventLeaf Compile(DidRule did, CompiledPattern pattern, TimeZoneInfo zone) => did.Window switch
    {
        null => new CountLeaf(pattern, did.Times, TimeRange.Ever),
        DateWindow dates => new CountLeaf(pattern, did.Times, WindowBounds.Of(dates, zone)),
        LastWindow last => new WindowCountLeaf(pattern, did.Times, new ZonedDuration(last.Length, zone).After),
        CalendarWindow calendar => new WindowCountLeaf(pattern, did.Times, at => WindowBounds.EndOf(calendar.Period, at, zone)),
        AgoWindow ago => new AgoCountLeaf(pattern, did.Times, new(ago.Least, zone), new(ago.Most, zone)),
        _ => throw new ArgumentException($"Unknown window {did.Window.GetType().Name}.", nameof(did)),
    };

    private static SequenceLeaf Compile(SequenceRule rule, TimeZoneInfo zone)
    {
        if (rule.Steps.Length is 0 or > EvaluationLimits.SequenceSteps)
        {
            throw new ArgumentException($"A sequence has 1 to {EvaluationLimits.SequenceSteps} steps, not {rule.Steps.Length}.", nameof(rule));
        }

        ZonedDuration? Zoned(CalendarDuration? length) => length is { } known ? new(known, zone) : null;
        ImmutableArray<EventPattern> patterns = rule.ThenNot is null ? rule.Steps : [.. rule.Steps, rule.ThenNot];
        var atOnce = new ZonedDuration(default, zone);
        return new SequenceLeaf(
            [.. patterns.Select(pattern => CompiledPattern.Compile(pattern, zone))],
            rule.Steps.Length,
            within: rule.ThenNot is null ? Zoned(rule.Within) : null,
            wait: rule.ThenNot is null ? atOnce : Zoned(rule.Within) ?? atOnce,
            window: FirstWindow.Of(rule.Window, zone));
    }
}
