using System.Globalization;
using System.Text.RegularExpressions;
using Crm.Core.Rules;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Tests.Rules.Evaluation.Brute;

/// <summary>Comparisons of string, decimal, bool, Instant or something else, null being missing; several values where a path went through an array.</summary>
internal static class BruteComparison
{
    public static object? Unwrap(Value value) => value.Kind switch
    {
        ValueKind.Text => value.AsText,
        ValueKind.Number => value.AsNumber,
        ValueKind.Boolean => value.AsBoolean,
        ValueKind.Instant => value.AsInstant,
        _ => null,
    };

    public static bool Holds(Comparison comparison, object?[] values, Instant now, TimeZoneInfo zone)
    {
        bool Any(ComparisonOperator positive) => values.Any(value => value is not null && One(positive, comparison, value, now, zone));
        return comparison.Operator switch
        {
            ComparisonOperator.NotEqual => !Any(ComparisonOperator.Equal),
            ComparisonOperator.NotIn => !Any(ComparisonOperator.In),
            ComparisonOperator.Unknown => !Any(ComparisonOperator.Known),
            var positive => Any(positive),
        };
    }

    private static bool One(ComparisonOperator comparison, Comparison with, object value, Instant now, TimeZoneInfo zone)
    {
        var operand = Unwrap(with.Value);
        var text = value as string is { } raw ? raw.Normalize() : null;
        var other = operand as string is { } rawOperand ? rawOperand.Normalize() : null;
        bool Text(Func<string, string, bool> test) => text is not null && other is not null && test(text, other);
        bool Dated(Func<Instant, bool> test) => BruteDate.Of(value, zone) is { } date && test(date.Start);
        return comparison switch
        {
            ComparisonOperator.Known => true,
            ComparisonOperator.Equal => Order(value, operand, zone, forEquality: true) == 0,
            ComparisonOperator.In => with.Values.Any(one => Order(value, Unwrap(one), zone, forEquality: true) == 0),
            ComparisonOperator.Less => Order(value, operand, zone) < 0,
            ComparisonOperator.LessOrEqual => Order(value, operand, zone) <= 0,
            ComparisonOperator.Greater => Order(value, operand, zone) > 0,
            ComparisonOperator.GreaterOrEqual => Order(value, operand, zone) >= 0,
            ComparisonOperator.Between => Between(value, Unwrap(with.Low), Unwrap(with.High), zone),
            ComparisonOperator.Contains => Text((a, b) => a.ToUpperInvariant().Contains(b.ToUpperInvariant(), StringComparison.Ordinal)),
            ComparisonOperator.StartsWith => Text((a, b) => a.ToUpperInvariant().StartsWith(b.ToUpperInvariant(), StringComparison.Ordinal)),
            ComparisonOperator.EndsWith => Text((a, b) => a.ToUpperInvariant().EndsWith(b.ToUpperInvariant(), StringComparison.Ordinal)),
            ComparisonOperator.Matches => Text((a, b) => Regex.IsMatch(a, b, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)),
            ComparisonOperator.Before => BruteDate.Of(operand, zone) is { } day && Dated(date => date < day.Start),
            ComparisonOperator.After => BruteDate.Of(operand, zone) is { } day && Dated(date => date >= day.End),
            ComparisonOperator.OlderThan => Dated(date => with.Age.AddTo(date, zone) <= now),
            ComparisonOperator.NewerThan => Dated(date => date <= now && with.Age.AddTo(date, zone) > now),
            ComparisonOperator.WithinNext => Dated(date => date > now && date <= with.Age.AddTo(now, zone)),
            _ => throw new InvalidOperationException(),
        };
    }

    private static bool Between(object value, object? low, object? high, TimeZoneInfo zone)
    {
        if (BruteDate.Of(low, zone) is { } first && BruteDate.Of(high, zone) is { } last)
        {
            return BruteDate.Of(value, zone) is { } date && date.Start >= first.Start && date.Start < last.End;
        }

        return Order(value, low, zone) >= 0 && Order(value, high, zone) <= 0;
    }

    private static int? Order(object value, object? operand, TimeZoneInfo zone, bool forEquality = false)
    {
        switch (value, operand)
        {
            case (bool a, bool b):
                return forEquality ? a == b ? 0 : 1 : null;
            case (string a, string b):
                return Math.Sign(string.CompareOrdinal(a.Normalize().ToUpperInvariant(), b.Normalize().ToUpperInvariant()));
            case (decimal, decimal or string) or (string, decimal):
                return Number(value) is { } x && Number(operand) is { } y ? x.CompareTo(y) : null;
            case (Instant, Instant or string) or (string, Instant):
                return BruteDate.Of(value, zone) is { } date && BruteDate.Of(operand, zone) is { } day
                    ? date.Start < day.Start ? -1 : date.Start < day.End ? 0 : 1
                    : null;
            default:
                return null;
        }
    }

    private static decimal? Number(object value) => value is decimal number ? number
        : decimal.TryParse((string)value, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var parsed) ? parsed
        : null;
}
