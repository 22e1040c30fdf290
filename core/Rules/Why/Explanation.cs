using System.Collections.Immutable;
using Crm.Core.Rules.Text;
using Crm.Core.Time;

namespace Crm.Core.Rules.Why;

/// <summary>Why a rule, or a part of one, holds for a customer at an instant, or does not.</summary>
public sealed record Explanation
{
    /// <summary>The part.</summary>
    public required Rule Rule { get; init; }

    /// <summary>What kind of part it is and how it stands, such as <c>did.atLeast</c> or <c>recency.last.none</c>; names a template.</summary>
    public required string Kind { get; init; }

    public required bool Holds { get; init; }

    /// <summary>The earliest later instant at which this may change by time alone; <see cref="Instant.Never"/> if none.</summary>
    public required Instant Until { get; init; }

    public required ImmutableArray<Figure> Figures { get; init; }

    /// <summary>Of <c>and</c>, <c>or</c> and <c>not</c>.</summary>
    public required ImmutableArray<Explanation> Parts { get; init; }

    /// <summary>The part's canonical text.</summary>
    public string Text => RuleText.Print(Rule);
}

/// <summary>How a customer stands to a segment.</summary>
/// <param name="Segment">Its id.</param>
/// <param name="Version">Of the rule that this is about.</param>
/// <param name="IsMember">Whether the customer is in it.</param>
/// <param name="Since">The instant of the last flip; null where there was none.</param>
/// <param name="AsOf">The instant that all of this is about.</param>
/// <param name="Why">The rule and its parts.</param>
public sealed record SegmentWhy(string Segment, int Version, bool IsMember, Instant? Since, Instant AsOf, Explanation Why);
