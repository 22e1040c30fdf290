using System.Globalization;
using Crm.Core.Rules;
using Crm.Core.Values;

namespace Crm.Core.Tests.Rules.Evaluation.Random;

/// <summary>Random comparisons and values from one small stock.</summary>
internal static class RandomComparison
{
    /// <summary>Some equal but for case or form, some numeric, some dates around month ends and daylight-saving changes.</summary>
    public static readonly string[] Texts =
    [
        "", "x", "X", "xy", "rósa", "ro\u0301sa", "RO\u0301SA", "1", "2.0", "10", "-10", "1e1", "ab",
        "2017-01-28", "2017-01-31", "2017-02-18", "2017-02-19", "2017-02-28", "2017-03-26", "2016-10-16",
        "2017-01-31T12:00:00Z", "2017-02-28T09:30:00-03:00", "2017-02-28T23:59:59.999Z", "2017-03-26T01:00Z", "2017-13-01", "2017-02-30",
    ];

    private static readonly ComparisonOperator[] Operators = Enum.GetValues<ComparisonOperator>();

    public static Comparison Any(Draw draw)
    {
        var comparison = draw.One(Operators);
        return new(comparison)
        {
            Value = comparison == ComparisonOperator.Matches ? Value.Of(draw.One("^x", "s(a|b)$", "[0-9]+", "O\u0301|Ó")) : AnyValue(draw),
            Values = [.. draw.Some(0, 3, () => AnyValue(draw))],
            Low = AnyValue(draw),
            High = AnyValue(draw),
            Age = RandomRule.Duration(draw),
        };
    }

    public static Value AnyValue(Draw draw) => draw.Below(10) switch
    {
        0 => default,
        1 or 2 => Value.Of(decimal.Parse(draw.One("1", "2", "10.0", "-10", "0.5"), CultureInfo.InvariantCulture)),
        3 => Value.Of(draw.Chance(50)),
        4 or 5 or 6 => Value.Of(RandomHistory.Instant(draw)),
        _ => Value.Of(draw.One(Texts)),
    };
}
