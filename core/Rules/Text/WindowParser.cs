using Crm.Core.Values;

namespace Crm.Core.Rules.Text;

/// <summary>When an event must have happened; null is ever.</summary>
internal static class WindowParser
{
    public static Window? ParseWindow(this Cursor cursor)
    {
        if (cursor.TryTake("in the last"))
        {
            return new LastWindow(cursor.ParseDuration());
        }

        if (cursor.TryTake("since"))
        {
            return new DateWindow(Date(cursor), default);
        }

        if (cursor.TryTake("between"))
        {
            return cursor.Current.Kind == TokenKind.Number ? Ago(cursor) : Dates(cursor);
        }

        foreach (var (period, text, _) in Windows.Calendar)
        {
            if (cursor.TryTake(text))
            {
                return new CalendarWindow(period);
            }
        }

        if (cursor.TryTake("this"))
        {
            cursor.Unexpected("'week', 'month' or 'year'", ["week", "month", "year"]);
        }

        cursor.TryTake("ever");
        return null;
    }

    private static AgoWindow Ago(Cursor cursor)
    {
        var first = cursor.Current;
        var (least, most) = cursor.ParseDurations();
        cursor.Expect("ago");
        if (least.CompareTo(most) >= 0)
        {
            cursor.Fail(first, Windows.NotShorter);
        }

        return new(least, most);
    }

    private static DateWindow Dates(Cursor cursor)
    {
        var first = cursor.Current;
        var from = Date(cursor);
        cursor.Expect("and");
        var to = Date(cursor);
        if (Windows.AreReversed(from, to))
        {
            cursor.Fail(first, Windows.Reversed);
        }

        return new(from, to);
    }

    private static Value Date(Cursor cursor)
    {
        var token = cursor.Current;
        var date = token.Kind is TokenKind.Date or TokenKind.String ? DateText.Read(token.Text) : default;
        if (date.IsMissing)
        {
            cursor.Unexpected(DateText.Expected, []);
        }
        else
        {
            cursor.Take();
        }

        return date;
    }
}
