using System.Text.Json;

namespace Crm.Client.Customers;

/// <summary>How a customer stands to a segment, and why.</summary>
public sealed record SegmentWhy
{
    /// <summary>Its id.</summary>
    public required string Segment { get; init; }

    /// <summary>Of the rule that the customer was judged by.</summary>
    public required int Version { get; init; }

    /// <summary>Whether the customer is in it.</summary>
    public required bool Member { get; init; }

    /// <summary>When the customer last entered or left; null for one who never did.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When this may change by itself; null if never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The instant that all of this is about.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>In words: the parts that decide it.</summary>
    public required string Why { get; init; }

    /// <summary>The rule with its parts.</summary>
    public required RulePart Rule { get; init; }
}

/// <summary>A part of a rule, and how it stands.</summary>
public sealed record RulePart
{
    /// <summary>In the rule language.</summary>
    public required string Text { get; init; }

    /// <summary>Whether it holds.</summary>
    public required bool Holds { get; init; }

    /// <summary>When that may change by itself; null if never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What kind of part it is and how it stands, such as <c>did.atLeast</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>How it stands, in words.</summary>
    public required string Words { get; init; }

    /// <summary>By name, such as <c>count</c>.</summary>
    public IReadOnlyDictionary<string, RuleFigure> Figures { get; init; } = new Dictionary<string, RuleFigure>();

    /// <summary>Of <c>and</c>, <c>or</c> and <c>not</c>.</summary>
    public IReadOnlyList<RulePart> Parts { get; init; } = [];
}

/// <summary>Something that a part measures, or is measured by.</summary>
/// <param name="Value">A number, text, true or false, an instant, or a length of time by ISO 8601.</param>
/// <param name="Unit"><c>times</c>, <c>number</c>, <c>instant</c>, <c>duration</c>, <c>text</c>, <c>boolean</c>, or <c>word</c>: one of the rule language.</param>
public sealed record RuleFigure(JsonElement Value, string Unit);
