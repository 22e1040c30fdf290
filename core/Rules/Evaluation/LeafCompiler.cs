using System.Collections.Immutable;
using Crm.Core.Events;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>Chooses how an event leaf is kept.</summary>
internal static class LeafCompiler
{
    /// <summary>Of a leaf that is told by a segment and not by events.</summary>
    private static readonly CompiledPattern NoEvent = new(EventType.Track, [], null);

    public static EventLeaf Compile(Rule rule, TimeZoneInfo zone) => rule switch
    {
        DidRule did => Count(CompiledPattern.Compile(did.Event, zone), did.Times, did.Window, zone),
        FirstTimeRule first => new FirstTimeLeaf(CompiledPattern.Compile(first.Event, zone), WindowBounds.Of(first.Window, zone)),
        RecencyRule recency => new RecencyLeaf(CompiledPattern.Compile(recency.Event, zone), recency.Which, recency.Operator, new(recency.Age, zone)),
        SequenceRule sequence => Compile(sequence, zone),
        AggregateRule aggregate => Compile(aggregate, CompiledPattern.Compile(aggregate.Event, zone), ValueWindow.Of(aggregate.Window, zone)),
        SameRule same => new SameLeaf(CompiledPattern.Compile(same.Event, zone), same.Property, same.Count, ValueWindow.Of(same.Window, zone)),
        SteadyRule steady => new SteadyLeaf(steady, zone),
        SegmentChangeRule change => Count(NoEvent, Times.AtLeastOnce, change.Window, zone),
        _ => throw new ArgumentException($"Unknown rule {rule.GetType().Name}.", nameof(rule)),
    };

    private static EventLeaf Count(CompiledPattern pattern, Times times, Window? window, TimeZoneInfo zone) => window switch
    {
        null => new CountLeaf(pattern, times, TimeRange.Ever),
        DateWindow dates => new CountLeaf(pattern, times, WindowBounds.Of(dates, zone)),
        LastWindow last => new WindowCountLeaf(pattern, times, new ZonedDuration(last.Length, zone).After),
        CalendarWindow calendar => new WindowCountLeaf(pattern, times, at => WindowBounds.EndOf(calendar.Period, at, zone)),
        AgoWindow ago => new AgoCountLeaf(pattern, times, new(ago.Least, zone), new(ago.Most, zone)),
        _ => throw new ArgumentException($"Unknown window {window.GetType().Name}.", nameof(window)),
    };

    private static EventLeaf Compile(AggregateRule rule, CompiledPattern pattern, ValueWindow window) => rule.Kind == AggregateKind.CountDistinct
        ? new DistinctLeaf(pattern, rule.Property, rule.Comparison, window)
        : new AggregateLeaf(pattern, rule.Property, rule.Kind, rule.Comparison, window);

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
