using System.Globalization;
using Crm.Core.Time;

namespace Crm.Core.Rules.Text;

/// <summary>D: a number and a unit, or several from large to small (1 month 2 days).</summary>
internal static class DurationParser
{
    private const string TooLong = "A length of time is at most 100 years";

    private static readonly string[] UnitNames = [.. CalendarDuration.Units.SelectMany(static unit => new[] { unit.Name, $"{unit.Name}s" })];

    /// <summary>D and D; the first one may leave its unit to the second: 30 and 60 days.</summary>
    public static (CalendarDuration First, CalendarDuration Second) ParseDurations(this Cursor cursor)
    {
        if (!cursor.Next.Is("and"))
        {
            if (cursor.Next.Kind == TokenKind.End)
            {
                cursor.Place?.Add("and");
            }

            var first = cursor.ParseDuration();
            cursor.Expect("and");
            return (first, cursor.ParseDuration());
        }

        var number = cursor.Take();
        cursor.Expect("and");
        var named = cursor.Next;
        var second = cursor.ParseDuration();
        if (Array.Find(CalendarDuration.Units, unit => IsNamed(unit, named)) is not { } unit)
        {
            return default; // which the second one has failed by
        }

        var (months, milliseconds) = (Part(cursor, number, unit.Months, "months"), Part(cursor, number, unit.Milliseconds, "milliseconds"));
        if (months > CalendarDuration.Longest.Months || milliseconds > CalendarDuration.Longest.Milliseconds)
        {
            cursor.Fail(number, TooLong);
        }

        return cursor.Error is null ? (new((int)months, (long)milliseconds), second) : default;
    }

    public static CalendarDuration ParseDuration(this Cursor cursor)
    {
        var first = cursor.Current;
        if (first.Kind != TokenKind.Number)
        {
            cursor.Unexpected("a length of time such as 7 days", []);
        }

        var (months, milliseconds) = (0m, 0m);
        for (var unit = 0; unit < CalendarDuration.Units.Length && cursor.Current.Kind == TokenKind.Number; unit++)
        {
            var number = cursor.Take();
            unit = Unit(cursor, unit);
            months += Part(cursor, number, CalendarDuration.Units[unit].Months, "months");
            milliseconds += Part(cursor, number, CalendarDuration.Units[unit].Milliseconds, "milliseconds");
        }

        if (months > CalendarDuration.Longest.Months || milliseconds > CalendarDuration.Longest.Milliseconds)
        {
            cursor.Fail(first, TooLong);
        }

        return cursor.Error is null ? new((int)months, (long)milliseconds) : default;
    }

    /// <summary>more than or less than.</summary>
    public static AgeOperator ParseAge(this Cursor cursor)
    {
        var op = cursor.TryTake("less than") ? AgeOperator.LessThan : AgeOperator.MoreThan;
        if (op == AgeOperator.MoreThan && !cursor.TryTake("more than"))
        {
            cursor.Unexpected("'more than' or 'less than'", ["more", "less", "where"]);
        }

        return op;
    }

    private static bool IsNamed(DurationUnit unit, Token token) => token.Is(unit.Name) || token.Is($"{unit.Name}s");

    /// <summary>The index of the unit that stands here, which must be smaller than those before.</summary>
    private static int Unit(Cursor cursor, int from)
    {
        var index = Array.FindIndex(CalendarDuration.Units, from, unit => IsNamed(unit, cursor.Current));
        if (index < 0)
        {
            foreach (var unit in CalendarDuration.Units.Skip(from))
            {
                cursor.AtEnd?.Add($"{unit.Name}s");
            }

            cursor.Unexpected(string.Join(", ", CalendarDuration.Units.Skip(from).Select(static unit => $"{unit.Name}s")), UnitNames.Skip(2 * from));
            return from;
        }

        cursor.Take();
        return index;
    }

    /// <summary>A whole amount; cut off far above the longest, so that nothing overflows.</summary>
    private static decimal Part(Cursor cursor, Token number, long unit, string name)
    {
        var amount = Math.Min(decimal.Parse(number.Text, CultureInfo.InvariantCulture), 1_000_000_000_000m);
        if (amount <= 0)
        {
            cursor.Fail(number, "A length of time must be above zero");
        }
        else if (amount * unit % 1 != 0)
        {
            cursor.Fail(number, $"Not a whole number of {name}");
        }

        return amount * unit;
    }
}
