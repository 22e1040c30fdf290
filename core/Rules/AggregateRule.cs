namespace Crm.Core.Rules;

/// <summary>What the values of a property come to over the events that match within the window; no window is ever.</summary>
/// <param name="Kind">How they are put together.</param>
/// <param name="Property">A dotted path; through an array every element counts.</param>
/// <param name="Event">Whose property it is.</param>
/// <param name="Window">When the event must have happened.</param>
/// <param name="Comparison">One of =, !=, &lt;, &lt;=, &gt; and &gt;= with a number.</param>
public sealed record AggregateRule(AggregateKind Kind, string Property, EventPattern Event, Window? Window, Comparison Comparison) : Rule;

/// <summary>The sum and the number of nothing are 0; average, least and greatest of nothing are missing.</summary>
public enum AggregateKind { Sum, Average, Min, Max, CountDistinct }

/// <summary>That many events that match within the window had one and the same value of the property.</summary>
public sealed record SameRule(string Property, EventPattern Event, int Count, Window? Window) : Rule;
