using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Rules.Why;

/// <summary>Something that a part of a rule measures, or is measured by.</summary>
/// <param name="Name">What it is, such as <c>count</c>; unique among its part's.</param>
/// <param name="Unit">How to read the value.</param>
/// <param name="Value">Of a duration missing.</param>
/// <param name="Length">Of a duration.</param>
public readonly record struct Figure(string Name, FigureUnit Unit, Value Value, CalendarDuration Length = default);

public enum FigureUnit
{
    /// <summary>How often.</summary>
    Times,

    /// <summary>A number of something else: parts, steps.</summary>
    Number,

    Instant,

    Duration,

    /// <summary>Words of the store: an event's name, a field's value.</summary>
    Text,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>A word of the rule language, such as a window's kind: another language has another one for it.</summary>
    Word,
}
