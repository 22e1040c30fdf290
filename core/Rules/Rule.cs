using System.Collections.Immutable;
using Crm.Core.Events;
using Crm.Core.Profiles;
using Crm.Core.Rfm;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Rules;

/// <summary>A rule of the rule language as a tree; text and JSON both parse to it and print from it.</summary>
public abstract record Rule;

/// <summary>True while every part is.</summary>
public sealed record AllRule(ImmutableArray<Rule> Parts) : Rule;

/// <summary>True while at least one part is.</summary>
public sealed record AnyRule(ImmutableArray<Rule> Parts) : Rule;

public sealed record NotRule(Rule Part) : Rule;

/// <summary>True for every customer.</summary>
public sealed record EveryoneRule : Rule;

/// <summary>A comparison of a customer's field (see <see cref="Customers.CustomerFields"/>) or custom trait (<c>traits.x</c>).</summary>
public sealed record FieldRule(string Field, Comparison Comparison) : Rule;

public sealed record TagRule(string Tag) : Rule;

/// <summary>What the customer said to being contacted; no purpose is <see cref="ContactChannels.DefaultPurpose"/>.</summary>
public sealed record ConsentRule(ContactChannel Channel, string? Purpose, ConsentState State) : Rule;

/// <summary>Agreed to by this channel, for the default purpose, and the address is known.</summary>
public sealed record CanReceiveRule(ContactChannel Channel) : Rule;

/// <summary>One of the best so many percent of the customers with at least one order, by the store's newest cut.</summary>
public sealed record TopRule(TopShare Share) : Rule;

/// <summary>How often an event that matches happened within the window; no window is ever.</summary>
public sealed record DidRule(EventPattern Event, Times Times, Window? Window) : Rule;

/// <summary>The first such event of all happened within the window; no window is ever.</summary>
public sealed record FirstTimeRule(EventPattern Event, Window? Window) : Rule;

/// <summary>How long ago the first or last such event was.</summary>
public sealed record RecencyRule(Occurrence Which, EventPattern Event, AgeOperator Operator, CalendarDuration Age) : Rule;

/// <summary>
/// Positive steps in strict order of (instant, position), and optionally an event that must not follow.
/// Without <see cref="ThenNot"/>, <see cref="Within"/> bounds first to last step; with it, it is the wait after the last step.
/// The first step lies in the window.
/// </summary>
public sealed record SequenceRule(
    ImmutableArray<EventPattern> Steps, EventPattern? ThenNot, CalendarDuration? Within, Window? Window) : Rule;

/// <summary>Events by any of these names, whose properties satisfy the predicate if there is one.</summary>
public sealed record EventPattern(ImmutableArray<string> Names, Predicate? Where)
{
    /// <summary>Track; or page or screen, whose one name is the title.</summary>
    public EventType Type { get; init; } = EventType.Track;
}

/// <summary>A condition on an event's properties.</summary>
public abstract record Predicate;

public sealed record AllPredicate(ImmutableArray<Predicate> Parts) : Predicate;

public sealed record AnyPredicate(ImmutableArray<Predicate> Parts) : Predicate;

public sealed record NotPredicate(Predicate Part) : Predicate;

/// <summary>A comparison of the property at a dotted path; through an array it holds if it holds for any element.</summary>
public sealed record PropertyPredicate(string Path, Comparison Comparison) : Predicate;

/// <summary>True if one element of the array at <see cref="Path"/> satisfies the inner predicate, whose paths start at the element.</summary>
public sealed record ElementPredicate(string Path, Predicate Inner) : Predicate;

public sealed record Times(TimesOperator Operator, int Count)
{
    public static readonly Times AtLeastOnce = new(TimesOperator.AtLeast, 1);
}

public enum TimesOperator { AtLeast, AtMost, Exactly }

public enum Occurrence { First, Last }

public enum AgeOperator { MoreThan, LessThan }

/// <summary>An operator with what it compares to; which of the members are set follows from the operator.</summary>
public sealed record Comparison(ComparisonOperator Operator)
{
    /// <summary>Of =, !=, &lt;, &lt;=, &gt;, &gt;=, contains, starts with, ends with, matches (the expression), before and after (an instant).</summary>
    public Value Value { get; init; }

    /// <summary>Of in and not in.</summary>
    public ImmutableArray<Value> Values { get; init; } = [];

    /// <summary>Of between: both ends belong to it.</summary>
    public Value Low { get; init; }

    /// <summary>Of between: both ends belong to it.</summary>
    public Value High { get; init; }

    /// <summary>Of more than / less than … ago, and in the next ….</summary>
    public CalendarDuration Age { get; init; }
}

public enum ComparisonOperator
{
    Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, In, NotIn, Contains, StartsWith, EndsWith, Matches,
    Known, Unknown, Between, OlderThan, NewerThan, WithinNext, Before, After,
}
