using Crm.Core.Values;

namespace Crm.Core.Rules.Text;

/// <summary>The words of calendar windows.</summary>
internal static class Windows
{
    public static readonly (CalendarPeriod Period, string Text, string Json)[] Calendar =
    [
        (CalendarPeriod.Day, "today", "day"), (CalendarPeriod.Week, "this week", "week"), (CalendarPeriod.Month, "this month", "month"), (CalendarPeriod.Year, "this year", "year"),
    ];

    public const string NotShorter = "The first length of time must be the shorter one";

    public const string Reversed = "The first date must not be after the second one";

    /// <summary>Whether two dates are the wrong way round. A day and an instant are not: which is first follows from the zone.</summary>
    public static bool AreReversed(Value from, Value to) => (from.Kind, to.Kind) switch
    {
        (ValueKind.Text, ValueKind.Text) => string.CompareOrdinal(from.AsText, to.AsText) > 0,
        (ValueKind.Instant, ValueKind.Instant) => from.AsInstant > to.AsInstant,
        _ => false,
    };

    public static string Print(Window? window) => window switch
    {
        null => "",
        LastWindow last => $" in the last {last.Length}",
        AgoWindow ago => $" between {ago.Least} and {ago.Most} ago",
        DateWindow { To.IsMissing: true } since => $" since {ComparisonPrinter.Print(since.From)}",
        DateWindow dates => $" between {ComparisonPrinter.Print(dates.From)} and {ComparisonPrinter.Print(dates.To)}",
        CalendarWindow calendar => $" {Of(calendar.Period).Text}",
        _ => throw new ArgumentException($"Not a window that has a text form: {window}", nameof(window)),
    };

    public static (CalendarPeriod Period, string Text, string Json) Of(CalendarPeriod period) => Array.Find(Calendar, form => form.Period == period);
}
