using Crm.Core.Rules;
using Crm.Core.Time;
using Crm.Core.Values;
using static Crm.Core.Rules.ComparisonOperator;
using static Crm.Core.Tests.Rules.Evaluation.Given;

namespace Crm.Core.Tests.Rules.Evaluation;

public sealed class ComparisonTests
{
    private static readonly Instant Noon = At("2017-03-01T12:00:00Z");

    public static TheoryData<object?, ComparisonOperator, object?, bool> Table => new()
    {
        // Missing: false, but for the exact negations.
        { null, Equal, "x", false }, { null, NotEqual, "x", true }, { null, Less, 1, false }, { null, GreaterOrEqual, 1, false },
        { null, Contains, "", false }, { null, Matches, ".*", false }, { null, Known, null, false }, { null, Unknown, null, true },
        { null, Before, "2017-03-01", false }, { null, After, "2017-03-01", false },
        { "", Known, null, true }, { "", Unknown, null, false }, { 0, Known, null, true },

        // Numbers and numeric strings.
        { 10, Equal, "10.0", true }, { "10", Equal, 10.00, true }, { "1e1", Equal, 10, true }, { "-5", Less, 1, true }, { 5, Greater, "4", true },
        { "ten", Equal, 10, false }, { "ten", NotEqual, 10, true }, { "ten", Less, 10, false }, { " 10", Equal, 10, false }, { "1,000", Equal, 1000, false },
        { "10", Equal, "10.0", false }, // two texts
        { 2, LessOrEqual, 2, true }, { 2, Less, 2, false }, { 2, GreaterOrEqual, 2, true }, { 3, Greater, 2, true },

        // Unlike kinds.
        { true, Equal, true, true }, { true, Equal, false, false }, { true, Equal, "true", false }, { true, NotEqual, "true", true }, { true, Equal, 1, false },
        { false, Less, true, false }, { false, LessOrEqual, false, false }, { 10, Contains, "1", false }, { "10", Contains, 1, false }, { 10, Matches, "1", false },

        // Text in NFC, ignoring case.
        { "BR", Equal, "br", true }, { "S\u00c3O", Equal, "sa\u0303o", true }, { "sa\u0303o paulo", StartsWith, "S\u00c3O", true },
        { "straße", Equal, "strasse", false }, { "I", Equal, "\u0131", false }, { "a", Less, "B", true }, { "b", Greater, "A", true },
        { "Belo Horizonte", Contains, "HORI", true }, { "Belo", EndsWith, "LO", true }, { "Belo", EndsWith, "be", false },
        { "\ud800", Equal, "\ud800", true }, { "\ud800é", Contains, "É", true },
        { "ABC-12", Matches, "^abc-[0-9]+$", true }, { "xABC-12", Matches, "^abc", false }, { "cafe\u0301", Matches, "É$", true },

        // Dates: a bare one is a local day.
        { Noon, Before, "2017-03-01", false }, { Noon, After, "2017-03-01", false }, { Noon, Before, "2017-03-02", true }, { Noon, After, "2017-02-28", true },
        { Noon, Before, Noon, false }, { Noon, After, Noon, false }, { Noon, After, At("11:59"), true }, { Noon, Before, "2017-03-01T12:00:00.001Z", true },
        { "2017-03-01", Before, Noon, true }, { "2017-03-01T12:00:00+01:00", Before, Noon, true }, { "2017-03-01 12:00", After, At("11:59"), true },
        { "soon", Before, Noon, false }, { 20170301, Before, Noon, false }, { "2017-02-30", Before, Noon, false }, { Noon, Before, "soon", false },
        { Noon, Equal, "2017-03-01", true }, { Noon, NotEqual, "2017-03-01", false }, { Noon, LessOrEqual, "2017-03-01", true }, { Noon, Less, "2017-03-01", false },
        { Noon, GreaterOrEqual, "2017-03-02", false }, { Noon, Equal, "noon", false }, { Noon, Equal, 1488369600000, false },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Field_ComparedTo_Holds(object? value, ComparisonOperator comparison, object? operand, bool expected) =>
        Assert.Equal(expected, Holds(value, new(comparison) { Value = Of(operand) }));

    [Theory]
    [InlineData("br", true)]
    [InlineData("PT", true)]
    [InlineData("7", true)]
    [InlineData("ar", false)]
    [InlineData(null, false)]
    public void In_HoldsForAny_AndNotInIsItsNegation(string? value, bool expected)
    {
        Value[] values = [Of("BR"), Of("pt"), Of(7)];
        Assert.Equal(expected, Holds(value, new(In) { Values = [.. values] }));
        Assert.Equal(!expected, Holds(value, new(NotIn) { Values = [.. values] }));
    }

    [Theory]
    [InlineData(30, 30, 60, true)]
    [InlineData(60, 30, 60, true)]
    [InlineData(61, 30, 60, false)]
    [InlineData("45", 30, 60, true)]
    [InlineData("m", "a", "z", true)]
    [InlineData(45, "a", "z", false)]
    [InlineData("2017-03-01T23:59:59Z", "2017-02-01", "2017-03-01", true)] // the whole of the last day
    [InlineData("2017-03-02", "2017-02-01", "2017-03-01", false)]
    [InlineData("2017-02-01", "2017-02-01", "2017-02-01", true)]
    [InlineData("2017-02-xx", "2017-02-01", "2017-03-01", false)] // between dates only dates lie
    public void Between_HoldsBothEnds(object value, object low, object high, bool expected) =>
        Assert.Equal(expected, Holds(value, new(Between) { Low = Of(low), High = Of(high) }));

    [Theory]
    [InlineData("America/Sao_Paulo", "2017-10-14", "2017-10-14T03:00:00Z", "2017-10-15T03:00:00Z")] // 24 hours at UTC-3
    [InlineData("America/Sao_Paulo", "2017-10-15", "2017-10-15T03:00:00Z", "2017-10-16T02:00:00Z")] // no midnight: the clock goes from 0:00 to 1:00
    [InlineData("America/Sao_Paulo", "2017-02-18", "2017-02-18T02:00:00Z", "2017-02-19T03:00:00Z")] // 23:00 comes twice
    [InlineData("America/Havana", "2017-11-05", "2017-11-05T04:00:00Z", "2017-11-06T05:00:00Z")] // midnight comes twice: the first begins the day
    public void BareDate_IsTheStoresLocalDay(string zone, string day, string start, string end)
    {
        bool Is(Instant at, ComparisonOperator comparison) => ValueComparison
            .Compile(new(comparison) { Value = Value.Of(day) }, TimeZoneInfo.FindSystemTimeZoneById(zone)).Evaluate(Value.Of(at), at).Holds;
        Assert.True(Is(At(start).PlusMilliseconds(-1), Before));
        Assert.False(Is(At(start), Before));
        Assert.False(Is(At(end).PlusMilliseconds(-1), After));
        Assert.True(Is(At(end), After));
    }

    private static bool Holds(object? value, Comparison comparison) => ValueComparison.Compile(comparison, Utc).Evaluate(Of(value), Noon).Holds;

    private static Value Of(object? value) => value switch
    {
        null => default,
        string text => Value.Of(text),
        bool truth => Value.Of(truth),
        Instant instant => Value.Of(instant),
        _ => Value.Of(Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture)),
    };
}
