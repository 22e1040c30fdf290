using System.Globalization;

namespace Crm.Core.Rules.Text;

/// <summary>at least, at most or exactly N times.</summary>
internal static class TimesParser
{
    /// <returns>At least once where nothing is said.</returns>
    public static Times ParseTimes(this Cursor cursor)
    {
        var form = Array.Find(Operators.Times, form => cursor.At(form.Text));
        if (form.Text is null)
        {
            return Times.AtLeastOnce;
        }

        cursor.TryTake(form.Text);
        return new(form.Operator, cursor.ParseCount(form.Operator == TimesOperator.AtLeast ? 1 : 0, RuleLimits.MaxTimes));
    }

    /// <summary>N times, or 1 time.</summary>
    public static int ParseCount(this Cursor cursor, int least, int most)
    {
        var token = cursor.Current;
        if (!int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || token.Kind != TokenKind.Number || count < least || count > most)
        {
            cursor.Unexpected($"a whole number from {least} to {most}", []);
        }

        cursor.Take();
        if (!cursor.TryTake("times"))
        {
            cursor.Expect(count == 1 ? "time" : "times");
        }

        return count;
    }

    public static string Print(Times times)
    {
        var text = Array.Find(Operators.Times, form => form.Operator == times.Operator).Text;
        return times == Times.AtLeastOnce ? "" : $" {text} {Print(times.Count)}";
    }

    public static string Print(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "time" : "times")}");
}
