using System.Collections.Frozen;
using System.Collections.Immutable;
using Crm.Core.Values;

namespace Crm.Core.Customers;

/// <summary>The fields that every customer has by name, as rules and the customer JSON call them. Anything else is a custom trait, <c>traits.x</c>.</summary>
public static class CustomerFields
{
    public const string TraitPrefix = "traits.";

    /// <summary>In a fixed order: a field's index is its place here.</summary>
    public static readonly ImmutableArray<CustomerField> All =
    [
        new("userId", ValueKind.Text), new("anonymousId", ValueKind.Text),
        new("name", ValueKind.Text), new("firstName", ValueKind.Text), new("lastName", ValueKind.Text),
        new("email", ValueKind.Text), new("phone", ValueKind.Text), new("gender", ValueKind.Text),
        new("language", ValueKind.Text), new("company", ValueKind.Text),
        new("country", ValueKind.Text), new("state", ValueKind.Text), new("city", ValueKind.Text), new("postalCode", ValueKind.Text),
        new("channel", ValueKind.Text), new("firstChannel", ValueKind.Text),
        new("firstSeen", ValueKind.Instant), new("lastSeen", ValueKind.Instant), new("sessions", ValueKind.Number),
        new("orders", ValueKind.Number), new("revenue", ValueKind.Number), new("refunded", ValueKind.Number),
        new("averageOrder", ValueKind.Number), new("firstOrder", ValueKind.Instant), new("lastOrder", ValueKind.Instant),
        new("cart.items", ValueKind.Number), new("cart.value", ValueKind.Number),
        new("rfm", ValueKind.Text), new("rfm.r", ValueKind.Number), new("rfm.f", ValueKind.Number), new("rfm.m", ValueKind.Number),
        new("birthDate", ValueKind.Instant), new("timeZone", ValueKind.Text), new("street", ValueKind.Text),
        new("age", ValueKind.Number), new("birthday", ValueKind.Instant), new("problems", ValueKind.Number),
        new("usualChannel", ValueKind.Text), new("usualHour", ValueKind.Number), new("favouriteCategory", ValueKind.Text), new("favouriteBrand", ValueKind.Text),
        new("firstTouch.source", ValueKind.Text), new("firstTouch.medium", ValueKind.Text), new("firstTouch.campaign", ValueKind.Text),
        new("lastTouch.source", ValueKind.Text), new("lastTouch.medium", ValueKind.Text), new("lastTouch.campaign", ValueKind.Text),
        new("stage", ValueKind.Text),
        new("account", ValueKind.Text), new("accountName", ValueKind.Text), new("accountType", ValueKind.Text),
    ];

    /// <summary>Names of the rule language that no customer has yet; a rule that uses one is rejected by name.</summary>
    public static readonly FrozenSet<string> Reserved =
        new[] { "lifetimeValue", "churnRisk" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, int> Indices =
        All.Select((field, index) => KeyValuePair.Create(field.Name, index)).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The index in <see cref="All"/>, ignoring case; -1 for a name that is none of them.</summary>
    public static int IndexOf(string name) => Indices.GetValueOrDefault(name, -1);
}

public sealed record CustomerField(string Name, ValueKind Kind);
