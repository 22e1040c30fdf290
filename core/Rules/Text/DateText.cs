using System.Globalization;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Rules.Text;

/// <summary>Dates as rules write them: 2017-03-01 is a day in the store's zone, 2017-03-01T10:00:00-03:00 an instant.</summary>
internal static class DateText
{
    public const string Expected = "a date such as 2017-03-01 or 2017-03-01T10:00:00Z";

    private static readonly string[] InstantForms = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>A day stays text, as its instants follow only from the zone; missing for anything else.</summary>
    public static Value Read(string text) => IsDay(text) ? Value.Of(text) : ReadInstant(text);

    /// <summary>An instant; missing for anything else, also for a time without an offset.</summary>
    public static Value ReadInstant(string text) =>
        (text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-')) &&
        DateTimeOffset.TryParseExact(text, InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) && IsInCalendar(instant.Year)
            ? Value.Of(Instant.From(instant))
            : default;

    public static bool IsDay(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && IsInCalendar(day.Year);

    /// <summary>Leaves room for offsets and local days at both ends.</summary>
    private static bool IsInCalendar(int year) => year is > 1 and < 9999;
}
