using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Rules;

/// <summary>When an event must have happened to count.</summary>
public abstract record Window;

/// <summary>In the last D: an event is in it from its instant on, until D after.</summary>
public sealed record LastWindow(CalendarDuration Length) : Window;

/// <summary>Between A and B ago: an event is in it from A after its instant on, until B after; A is the shorter one.</summary>
public sealed record AgoWindow(CalendarDuration Least, CalendarDuration Most) : Window;

/// <summary>Between two dates, or since one: each a day of the store's zone (as text) or an instant, and both ends belong to it.</summary>
/// <param name="From">Begins it.</param>
/// <param name="To">Ends it; missing where nothing does.</param>
public sealed record DateWindow(Value From, Value To) : Window;

/// <summary>The day, week, month or year of the store's zone that now is in.</summary>
public sealed record CalendarWindow(CalendarPeriod Period) : Window;

/// <summary>A week begins on Monday (ISO 8601).</summary>
public enum CalendarPeriod { Day, Week, Month, Year }
