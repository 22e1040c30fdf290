using System.Collections.Immutable;
using System.Text.Json;
using Crm.Core.Customers;
using Crm.Core.Time;
using Crm.Silo.Http;

namespace Crm.Silo.Customers;

/// <summary>A customer as of the last record applied.</summary>
internal sealed record CustomerBody
{
    public required string Id { get; init; }

    public required string Store { get; init; }

    public required ImmutableArray<string> Identities { get; init; }

    /// <summary>The known fields, such as email and country.</summary>
    public required Dictionary<string, string> Fields { get; init; }

    /// <summary>The store's own traits.</summary>
    public required Dictionary<string, JsonElement> Traits { get; init; }

    public required ImmutableArray<string> Tags { get; init; }

    public required FiguresBody Figures { get; init; }

    public required CartBody Cart { get; init; }

    /// <summary>Null without orders.</summary>
    public required RfmBody? Rfm { get; init; }

    public required ImmutableArray<Membership> Segments { get; init; }

    public required Instant AsOf { get; init; }

    public static CustomerBody Of(CustomerView view) => new()
    {
        Id = view.Id,
        Store = view.Store,
        Identities = view.Identities,
        Fields = view.Fields.ToDictionary(static field => field.Name, static field => field.Value),
        Traits = view.Traits.ToDictionary(static trait => trait.Name, static trait => JsonElement.Parse(trait.Json)),
        Tags = view.Tags,
        Figures = FiguresBody.Of(view.Figures),
        Cart = new(view.Cart.Items, Amount.Text(view.Cart.Value)),
        Rfm = view.Rfm is { } rfm ? new(rfm.Scores.R, rfm.Scores.F, rfm.Scores.M, rfm.Group, rfm.Version) : null,
        Segments = Membership.Of(view),
        AsOf = view.AsOf,
    };
}

/// <summary>Sums over all orders; amounts in the store's currency.</summary>
internal sealed record FiguresBody
{
    public required int Orders { get; init; }

    /// <summary>Sum of order totals before refunds.</summary>
    public required string Revenue { get; init; }

    public required string Refunded { get; init; }

    public required string Currency { get; init; }

    public required string? AverageOrder { get; init; }

    public required Instant? FirstSeen { get; init; }

    public required Instant? LastSeen { get; init; }

    public required Instant? FirstOrder { get; init; }

    public required Instant? LastOrder { get; init; }

    public required int Sessions { get; init; }

    public static FiguresBody Of(FiguresView figures) => new()
    {
        Orders = figures.Orders,
        Revenue = Amount.Text(figures.Revenue),
        Refunded = Amount.Text(figures.Refunded),
        Currency = figures.Currency,
        AverageOrder = figures.AverageOrder is { } average ? Amount.Text(average) : null,
        FirstSeen = figures.FirstSeen,
        LastSeen = figures.LastSeen,
        FirstOrder = figures.FirstOrder,
        LastOrder = figures.LastOrder,
        Sessions = figures.Sessions,
    };
}

/// <param name="Items">Products in it, by quantity.</param>
/// <param name="Value">Of them, in the store's currency.</param>
internal sealed record CartBody(decimal Items, string Value);

/// <summary>Scores from 1 to 5, 5 best; the group that they make; the version of the cuts.</summary>
internal sealed record RfmBody(int R, int F, int M, string Group, int Version);
