using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Core.Rules.Why;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Silo.Customers;

/// <param name="Id">Of the segment.</param>
/// <param name="Since">When the customer entered it.</param>
/// <param name="Until">When that may end by itself; null if never.</param>
/// <param name="Why">In words: the parts of the rule that decide it.</param>
internal sealed record MembershipBody(string Id, Instant? Since, Instant? Until, string Why);

/// <summary>How a customer stands to a segment, and why.</summary>
internal sealed record WhyBody
{
    public required string Segment { get; init; }

    /// <summary>Of the rule.</summary>
    public required int Version { get; init; }

    public required bool Member { get; init; }

    /// <summary>When the customer last entered or left; null for one who never did.</summary>
    public required Instant? Since { get; init; }

    /// <summary>When this may change by itself; null if never.</summary>
    public required Instant? Until { get; init; }

    /// <summary>The instant that all of this is about.</summary>
    public required Instant AsOf { get; init; }

    /// <summary>In words: the parts that decide it.</summary>
    public required string Why { get; init; }

    /// <summary>The rule with its parts.</summary>
    public required PartBody Rule { get; init; }

    public static WhyBody Of(SegmentWhy why, Words words) => new()
    {
        Segment = why.Segment,
        Version = why.Version,
        Member = why.IsMember,
        Since = why.Since,
        Until = PartBody.Known(why.Why.Until),
        AsOf = why.AsOf,
        Why = words.Summary(why.Why),
        Rule = PartBody.Of(why.Why, words),
    };
}

/// <param name="Text">The part, in the rule language.</param>
/// <param name="Holds">Whether it does.</param>
/// <param name="Until">When that may change by itself; null if never.</param>
/// <param name="Kind">What kind of part it is and how it stands, such as did.atLeast.</param>
/// <param name="Words">How it stands, in words.</param>
/// <param name="Figures">By name, such as count.</param>
/// <param name="Parts">Of and, or and not.</param>
internal sealed record PartBody(
    string Text, bool Holds, Instant? Until, string Kind, string Words, IReadOnlyDictionary<string, FigureBody> Figures, IReadOnlyList<PartBody> Parts)
{
    public static PartBody Of(Explanation part, Words words) => new(
        part.Text, part.Holds, Known(part.Until), part.Kind, words.Of(part),
        part.Figures.ToDictionary(static figure => figure.Name, FigureBody.Of), [.. part.Parts.Select(inner => Of(inner, words))]);

    public static Instant? Known(Instant instant) => instant == Instant.Never ? null : instant;
}

/// <param name="Value">A number, text, true or false, an instant, or a length of time by ISO 8601.</param>
/// <param name="Unit">times, number, instant, duration, text, boolean, or word: one of the rule language.</param>
internal sealed record FigureBody(JsonNode Value, string Unit)
{
    public static FigureBody Of(Figure figure) => new(
        figure switch
        {
            { Unit: FigureUnit.Duration } => figure.Length.ToIsoString(),
            { Value.Kind: ValueKind.Number } => figure.Value.AsNumber,
            { Value.Kind: ValueKind.Boolean } => figure.Value.AsBoolean,
            { Value.Kind: ValueKind.Instant } => figure.Value.AsInstant.ToString(),
            _ => figure.Value.AsText,
        },
        JsonNamingPolicy.CamelCase.ConvertName($"{figure.Unit}"));
}
