using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Client.Customers;

/// <summary>A customer as of <see cref="AsOf"/>.</summary>
public sealed record Customer
{
    /// <summary>Such as <c>u:1609</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The store that the key belongs to.</summary>
    public required string Store { get; init; }

    /// <summary>All ids by which the customer is known, this one included.</summary>
    public IReadOnlyList<string> Identities { get; init; } = [];

    /// <summary>The fields that every store has, such as <c>email</c> and <c>country</c>; those known.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>The store's own traits, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Traits { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>In no particular order.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Static lists that the customer is on.</summary>
    public IReadOnlyList<Membership> Lists { get; init; } = [];

    /// <summary>What the customer last said to being contacted: by channel, such as <c>email</c>, for marketing; by both, such as <c>sms/orders</c>, for another purpose.</summary>
    public IReadOnlyDictionary<string, Consent> Consents { get; init; } = new Dictionary<string, Consent>();

    /// <summary><c>visitor</c>, <c>lead</c>, <c>firstOrder</c>, <c>repeat</c>, <c>loyal</c>, <c>slipping</c> or <c>lost</c>; null where nothing is known yet.</summary>
    public string? Stage { get; init; }

    /// <summary>Values that could not be taken as they came.</summary>
    public IReadOnlyList<FieldProblem> Problems { get; init; } = [];

    /// <summary>Sums over all that the customer did.</summary>
    public required CustomerFigures Figures { get; init; }

    /// <summary>What lies in the cart.</summary>
    public required Cart Cart { get; init; }

    /// <summary>Null without orders.</summary>
    public RfmScores? Rfm { get; init; }

    /// <summary>The segments that the customer belongs to.</summary>
    public IReadOnlyList<Membership> Segments { get; init; } = [];

    /// <summary>The store's time up to which everything is in it.</summary>
    public required DateTimeOffset AsOf { get; init; }
}

/// <summary>What a customer said to being contacted.</summary>
/// <param name="State"><c>granted</c> or <c>denied</c>.</param>
/// <param name="At">When.</param>
/// <param name="Source">Where; null where nobody said.</param>
/// <param name="Version">Of the text that the customer saw; null where nobody said.</param>
public sealed record Consent(string State, DateTimeOffset At, string? Source = null, string? Version = null);

/// <summary>A field or trait whose newest value could not be taken as it came.</summary>
/// <param name="Field">Such as <c>email</c>, or <c>traits.seats</c>.</param>
/// <param name="Reason">Such as <c>notAnEmail</c>.</param>
/// <param name="At">When the newest such value came about.</param>
/// <param name="Count">How many there were since one that was right.</param>
public sealed record FieldProblem(string Field, string Reason, DateTimeOffset At, int Count);

/// <summary>Sums over all that a customer did; amounts in the store's currency.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed record CustomerFigures
{
    /// <summary>How many; cancelled ones are none.</summary>
    public required int Orders { get; init; }

    /// <summary>Sum of the orders' totals before refunds.</summary>
    public required decimal Revenue { get; init; }

    /// <summary>Sum of what was paid back.</summary>
    public required decimal Refunded { get; init; }

    /// <summary>ISO 4217 code of the store's currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Null without orders.</summary>
    public decimal? AverageOrder { get; init; }

    /// <summary>First event; null where none is dated.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>Newest event; null where none is dated.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>Null without orders.</summary>
    public DateTimeOffset? FirstOrder { get; init; }

    /// <summary>Null without orders.</summary>
    public DateTimeOffset? LastOrder { get; init; }

    /// <summary>Visits; one ends with 30 minutes in which nothing happened.</summary>
    public int Sessions { get; init; }
}

/// <summary>What lies in a customer's cart.</summary>
/// <param name="Items">Products, by quantity.</param>
/// <param name="Value">Of them, in the store's currency.</param>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed record Cart(decimal Items, decimal Value);

/// <summary>How recently, how often and for how much a customer bought.</summary>
/// <param name="R">Recency, 1 to 5; 5 is the most recent.</param>
/// <param name="F">Frequency, 1 to 5; 5 is the most often.</param>
/// <param name="M">Monetary value, 1 to 5; 5 is the most.</param>
/// <param name="Group">Which the scores make, such as <c>Champions</c>.</param>
/// <param name="Version">Of the cuts between the scores.</param>
public sealed record RfmScores(int R, int F, int M, string Group, int Version)
{
    /// <summary>The last ten groups, the newest first.</summary>
    public IReadOnlyList<GroupEntry> History { get; init; } = [];
}

/// <summary>A group that the customer came into.</summary>
/// <param name="Group">Null for a time without an order that counts.</param>
/// <param name="Since">When.</param>
/// <param name="Version">Of the cuts then.</param>
public sealed record GroupEntry(string? Group, DateTimeOffset Since, int Version);

/// <summary>That a customer belongs to a segment.</summary>
/// <param name="Id">Of the segment.</param>
/// <param name="Since">When the customer entered it.</param>
public sealed record Membership(string Id, DateTimeOffset Since);
