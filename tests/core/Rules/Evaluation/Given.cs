using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Tests.Rules.Evaluation;

/// <summary>Short ways to say what a test starts from.</summary>
internal static class Given
{
    public const string Start = "2017-03-01T00:00:00Z";

    public static readonly TimeZoneInfo Utc = TimeZoneInfo.Utc;

    public static readonly TimeZoneInfo SaoPaulo = TimeZoneInfo.FindSystemTimeZoneById("America/Sao_Paulo");

    /// <summary>A time of 2017-03-01 such as <c>10:30</c>, of another day of that year such as <c>03-05 10:30</c>, or a whole ISO time.</summary>
    public static Instant At(string time) => Instant.From(DateTimeOffset.Parse(
        time.Length > 14 ? time : time.Length > 8 ? $"2017-{time.Replace(' ', 'T')}Z" : $"2017-03-01T{time}Z", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    public static CalendarDuration Hours(double hours) => new(0, (long)(hours * 3_600_000));

    public static CalendarDuration Days(int days) => Hours(24 * days);

    public static CalendarDuration Months(int months) => new(months, 0);

    public static Event Track(string name, Instant at, string properties = "", EventType type = EventType.Track) => new()
    {
        Type = type,
        Name = name,
        At = at,
        ReceivedAt = at,
        Json = default,
        Properties = Encoding.UTF8.GetBytes(properties),
    };

    public static EventPattern Pattern(string name, Predicate? where = null) => new([name], where);

    public static Times AtLeast(int count) => new(TimesOperator.AtLeast, count);

    public static Times AtMost(int count) => new(TimesOperator.AtMost, count);

    public static Times Exactly(int count) => new(TimesOperator.Exactly, count);

    public static DidRule Did(string name, Times? times = null, CalendarDuration? inTheLast = null) => new(Pattern(name), times ?? Times.AtLeastOnce, inTheLast is { } length ? new LastWindow(length) : null);

    /// <summary>Each step by its name; the last is a "then not" if it starts with '!'.</summary>
    public static SequenceRule Sequence(string steps, CalendarDuration? within = null, CalendarDuration? inTheLast = null)
    {
        var names = steps.Split(' ');
        var not = names[^1].StartsWith('!') ? Pattern(names[^1][1..]) : null;
        return new([.. names.Where(name => name[0] != '!').Select(name => Pattern(name))], not, within, inTheLast is { } length ? new LastWindow(length) : null);
    }

    public static FieldRule Field(string field, ComparisonOperator comparison, Value value = default) => new(field, new(comparison) { Value = value });

    public static RuleSet Compiled(params Rule[] rules) => RuleSet.Compile(Segments(rules), Utc);

    /// <summary>Segments s0, s1 and so on.</summary>
    public static ImmutableArray<SegmentDefinition> Segments(params Rule[] rules) =>
        [.. rules.Select((rule, index) => new SegmentDefinition($"s{index}", $"S{index}", rule, 1))];
}
