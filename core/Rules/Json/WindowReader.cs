using Crm.Core.Rules.Text;
using Crm.Core.Values;

namespace Crm.Core.Rules.Json;

/// <summary>W; without one it is ever.</summary>
internal sealed class WindowReader(Errors errors, ComparisonReader comparisons)
{
    private static readonly string[] Periods = [.. Windows.Calendar.Select(static form => form.Json)];

    public Window? Read(Node? window)
    {
        if (window is null)
        {
            return null;
        }

        if (window["ago"] is { } ago)
        {
            errors.ExpectMembers(window, "ago");
            return Ago(ago);
        }

        if (window["from"] is { } from)
        {
            errors.ExpectMembers(window, "from", "to");
            return Dates(from, window["to"]);
        }

        if (window["calendar"] is { } calendar)
        {
            errors.ExpectMembers(window, "calendar");
            errors.Among(calendar, Periods);
            return new CalendarWindow(Array.Find(Windows.Calendar, form => form.Json == calendar.Text).Period);
        }

        errors.ExpectMembers(window, "last", "ago", "from", "to", "calendar");
        return new LastWindow(comparisons.Duration(errors.Needed(window, "last", "a length of time")));
    }

    private AgoWindow Ago(Node node)
    {
        if (node is not { IsArray: true, Children: [var first, var second] })
        {
            errors.Fail(node, "Not an array of 2 lengths of time", "[\"P30D\",\"P60D\"]");
            return new(default, default);
        }

        var window = new AgoWindow(comparisons.Duration(first), comparisons.Duration(second));
        if (window.Least.CompareTo(window.Most) >= 0)
        {
            errors.Fail(node, Windows.NotShorter);
        }

        return window;
    }

    private DateWindow Dates(Node from, Node? to)
    {
        var window = new DateWindow(Date(from), to is null ? default : Date(to));
        if (Windows.AreReversed(window.From, window.To))
        {
            errors.Fail(to!, Windows.Reversed);
        }

        return window;
    }

    private Value Date(Node node)
    {
        var date = node.IsText ? DateText.Read(node.Text) : default;
        if (date.IsMissing)
        {
            errors.Fail(node, "Not a date", DateText.Expected);
        }

        return date;
    }
}
