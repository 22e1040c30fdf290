using System.Collections.Immutable;
using Crm.Core.Profiles;
using Crm.Core.Rfm;
using Crm.Core.Time;
using Orleans;

namespace Crm.Core.Customers;

/// <summary>A customer as the API shows it.</summary>
[GenerateSerializer, Immutable, Alias("crm.customer-view")]
public sealed record CustomerView
{
    /// <summary>Within the store, such as <c>u:2261</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required string Store { get; init; }

    /// <summary><c>u:</c> and <c>a:</c> ids: its own first, then the newest.</summary>
    [Id(2)] public required ImmutableArray<string> Identities { get; init; }

    /// <summary>The known text fields of <see cref="CustomerFields"/>, in its order.</summary>
    [Id(3)] public required ImmutableArray<FieldView> Fields { get; init; }

    /// <summary>By name.</summary>
    [Id(4)] public required ImmutableArray<TraitView> Traits { get; init; }

    /// <summary>In ordinal order, ignoring case.</summary>
    [Id(5)] public required ImmutableArray<string> Tags { get; init; }

    [Id(6)] public required FiguresView Figures { get; init; }

    [Id(7)] public required CartView Cart { get; init; }

    /// <summary>Null without orders.</summary>
    [Id(8)] public RfmView? Rfm { get; init; }

    /// <summary>By id.</summary>
    [Id(9)] public required ImmutableArray<MembershipView> Segments { get; init; }

    /// <summary>Through which the customer's wake-ups have been fired.</summary>
    [Id(10)] public required Instant AsOf { get; init; }

    /// <summary>Automations under way, by id.</summary>
    [Id(11)] public ImmutableArray<JourneyView> Journeys { get; init; } = [];

    /// <summary>What was told of the customer and could not be taken.</summary>
    [Id(12)] public ImmutableArray<ProblemView> Problems { get; init; } = [];

    /// <summary>By channel and purpose.</summary>
    [Id(13)] public ImmutableArray<ConsentView> Consents { get; init; } = [];

    [Id(14)] public HabitsView Habits { get; init; } = new();

    /// <summary>The stages of life, the newest first.</summary>
    [Id(15)] public ImmutableArray<StageView> Stages { get; init; } = [];

    /// <summary>Customers that are a part of this one.</summary>
    [Id(16)] public ImmutableArray<MergedView> Merged { get; init; } = [];

    /// <summary>The customer that this one is a part of: then there is nothing else to see here.</summary>
    [Id(17)] public string? Into { get; init; }

    /// <summary>Records of its home through this offset are another customer's, whom it was a part of, or who was erased; -1 for all others.</summary>
    [Id(18)] public long After { get; init; } = -1;

    /// <summary>Whether this is nobody any more: erased, and nothing known since.</summary>
    [Id(20)] public bool Erased { get; init; }
}

/// <param name="Id">Within the store.</param>
/// <param name="Through">The offset of the last record of its home that was its own.</param>
[GenerateSerializer, Immutable, Alias("crm.merged-view")]
public sealed record MergedView([property: Id(0)] string Id, [property: Id(1)] long Through);

[GenerateSerializer, Immutable, Alias("crm.field-view")]
public sealed record FieldView([property: Id(0)] string Name, [property: Id(1)] string Value);

/// <param name="Purpose">In lower case.</param>
/// <param name="Version">Of the text that the customer saw.</param>
[GenerateSerializer, Immutable, Alias("crm.consent-view")]
public sealed record ConsentView(
    [property: Id(0)] ContactChannel Channel,
    [property: Id(1)] string Purpose,
    [property: Id(2)] ConsentState State,
    [property: Id(3)] Instant At,
    [property: Id(4)] string? Source,
    [property: Id(5)] string? Version);

/// <param name="Stage">Such as firstOrder.</param>
/// <param name="Since">When the customer came into it.</param>
[GenerateSerializer, Immutable, Alias("crm.stage-view")]
public sealed record StageView([property: Id(0)] string Stage, [property: Id(1)] Instant Since);

/// <param name="Field">A field, or <c>traits.x</c>.</param>
/// <param name="Reason">Why its newest value was not taken, or taken with a doubt.</param>
/// <param name="At">When that happened.</param>
/// <param name="Count">How many such values there were since one that was right.</param>
[GenerateSerializer, Immutable, Alias("crm.problem-view")]
public sealed record ProblemView([property: Id(0)] string Field, [property: Id(1)] ProblemReason Reason, [property: Id(2)] Instant At, [property: Id(3)] int Count);

/// <param name="Name">Without <c>traits.</c>.</param>
/// <param name="Json">The value as JSON, such as <c>"wholesale"</c>, <c>3</c> or <c>true</c>.</param>
[GenerateSerializer, Immutable, Alias("crm.trait-view")]
public sealed record TraitView([property: Id(0)] string Name, [property: Id(1)] string Json);

/// <summary>Amounts are in <see cref="Currency"/>.</summary>
[GenerateSerializer, Immutable, Alias("crm.figures-view")]
public sealed record FiguresView
{
    [Id(0)] public required int Orders { get; init; }

    /// <summary>Sum of order totals before refunds.</summary>
    [Id(1)] public required decimal Revenue { get; init; }

    [Id(2)] public required decimal Refunded { get; init; }

    [Id(3)] public required string Currency { get; init; }

    /// <summary>Rounded to two places, half away from zero; null without orders.</summary>
    [Id(4)] public decimal? AverageOrder { get; init; }

    [Id(5)] public Instant? FirstSeen { get; init; }

    [Id(6)] public Instant? LastSeen { get; init; }

    [Id(7)] public Instant? FirstOrder { get; init; }

    [Id(8)] public Instant? LastOrder { get; init; }

    [Id(9)] public required int Sessions { get; init; }
}

/// <summary>An order; amounts in the store's currency. Its id is not kept: it stands in the events.</summary>
/// <param name="At">The earliest completion; while none is known the earliest update.</param>
/// <param name="Total">Before refunds.</param>
/// <param name="Counts">False where it was cancelled, or refunded before it was known.</param>
[GenerateSerializer, Immutable, Alias("crm.order-view")]
public sealed record OrderView([property: Id(0)] Instant At, [property: Id(1)] decimal Total, [property: Id(2)] decimal Refunded, [property: Id(3)] bool Counts);

[GenerateSerializer, Immutable, Alias("crm.cart-view")]
public sealed record CartView([property: Id(0)] decimal Items, [property: Id(1)] decimal Value);

/// <param name="Scores">Each 1 to 5.</param>
/// <param name="Group">Its name by <see cref="RfmGroups"/>.</param>
/// <param name="Version">Of the cuts under which the customer last changed.</param>
/// <param name="History">The groups that the customer came into, the newest first; null in what a build before it sends.</param>
[GenerateSerializer, Immutable, Alias("crm.rfm-view")]
public sealed record RfmView(
    [property: Id(0)] RfmScores Scores, [property: Id(1)] string Group, [property: Id(2)] int Version, [property: Id(3)] ImmutableArray<GroupView>? History = null);

/// <param name="Group">Null while there was no order.</param>
/// <param name="Since">When the customer came into it.</param>
/// <param name="Version">Of the cuts.</param>
[GenerateSerializer, Immutable, Alias("crm.group-view")]
public sealed record GroupView([property: Id(0)] string? Group, [property: Id(1)] Instant Since, [property: Id(2)] int Version);

/// <param name="Automation">Its id.</param>
/// <param name="Run">The customer's running number of its runs.</param>
/// <param name="Step">Where it waits.</param>
/// <param name="Since">When it came there.</param>
[GenerateSerializer, Immutable, Alias("crm.journey-view")]
public sealed record JourneyView([property: Id(0)] string Automation, [property: Id(1)] long Run, [property: Id(2)] string Step, [property: Id(3)] Instant Since);

/// <param name="Segment">Its id.</param>
/// <param name="Since">When the customer entered.</param>
[GenerateSerializer, Immutable, Alias("crm.membership-view")]
public sealed record MembershipView([property: Id(0)] string Segment, [property: Id(1)] Instant Since);
