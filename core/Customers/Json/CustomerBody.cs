using System.Collections.Immutable;
using System.Text.Json;
using Crm.Core.Profiles;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Customers.Json;

/// <summary>A customer as of the last record applied.</summary>
public sealed record CustomerBody
{
    public required string Id { get; init; }

    public required string Store { get; init; }

    public required ImmutableArray<string> Identities { get; init; }

    /// <summary>The known fields, such as email and country.</summary>
    public required Dictionary<string, string> Fields { get; init; }

    /// <summary>The store's own traits.</summary>
    public required Dictionary<string, JsonElement> Traits { get; init; }

    public required ImmutableArray<string> Tags { get; init; }

    /// <summary>By channel, such as email, for marketing; for another purpose by both, such as email/orders.</summary>
    public required Dictionary<string, ConsentBody> Consents { get; init; }

    public required FiguresBody Figures { get; init; }

    public required CartBody Cart { get; init; }

    /// <summary>Null without orders.</summary>
    public required RfmBody? Rfm { get; init; }

    public required ImmutableArray<Membership> Segments { get; init; }

    /// <summary>Static lists that the customer is on.</summary>
    public required ImmutableArray<Membership> Lists { get; init; }

    /// <summary>Automations under way.</summary>
    public required ImmutableArray<JourneyBody> Journeys { get; init; }

    /// <summary>visitor, lead, firstOrder, repeat, loyal, slipping or lost.</summary>
    public required string? Stage { get; init; }

    /// <summary>The last ten stages, the newest first.</summary>
    public required ImmutableArray<StageBody> Stages { get; init; }

    public required ChannelsBody Channels { get; init; }

    /// <summary>The hour of the store's day, 0 to 23, at which the customer does most.</summary>
    public required int? UsualHour { get; init; }

    public required TouchesBody Touches { get; init; }

    /// <summary>The newest five, the newest first.</summary>
    public required ImmutableArray<DeviceBody> Devices { get; init; }

    public required FavouritesBody Favourites { get; init; }

    /// <summary>What was told of the customer and could not be taken: docs/profile.md has the reasons.</summary>
    public required ImmutableArray<ProblemBody> Problems { get; init; }

    public required Instant AsOf { get; init; }

    public static CustomerBody Of(CustomerView view) => new()
    {
        Id = view.Id,
        Store = view.Store,
        Identities = view.Identities,
        Fields = view.Fields.ToDictionary(static field => field.Name, static field => field.Value),
        Traits = view.Traits.ToDictionary(static trait => trait.Name, static trait => JsonElement.Parse(trait.Json)),
        Tags = [.. view.Tags.Where(static tag => !ListTags.IsList(tag))],
        Consents = view.Consents.ToDictionary(
            static consent => consent.Purpose == ContactChannels.DefaultPurpose ? consent.Channel.Name() : $"{consent.Channel.Name()}/{consent.Purpose}",
            static consent => new ConsentBody(consent.State.Name(), consent.At, consent.Source, consent.Version)),
        Figures = FiguresBody.Of(view.Figures),
        Cart = new(view.Cart.Items, AmountText.Of(view.Cart.Value)),
        Rfm = view.Rfm is { } rfm ? RfmBody.Of(rfm) : null,
        Segments = Membership.Of(view),
        Lists = Membership.Lists(view),
        Journeys = [.. view.Journeys.Select(static journey => new JourneyBody(journey.Automation, journey.Run, journey.Step, journey.Since))],
        Stage = view.Stages is [var stage, ..] ? stage.Stage : null,
        Stages = [.. view.Stages.Select(static stage => new StageBody(stage.Stage, stage.Since))],
        Channels = ChannelsOf(view),
        UsualHour = view.Habits.UsualHour,
        Touches = new(TouchBody.Of(view.Habits.FirstTouch), TouchBody.Of(view.Habits.LastTouch)),
        Devices = [.. view.Habits.Devices.Select(static device => new DeviceBody(device.Name, device.Type, device.LastSeen))],
        Favourites = new(FavouritesOf(view.Habits.Categories), FavouritesOf(view.Habits.Brands)),
        Problems = [.. view.Problems.Select(static problem => new ProblemBody(
            problem.Field, JsonNamingPolicy.CamelCase.ConvertName($"{problem.Reason}"), problem.At, problem.Count))],
        AsOf = view.AsOf,
    };

    private static ChannelsBody ChannelsOf(CustomerView view) => new(
        view.Fields.FirstOrDefault(static field => field.Name == "firstChannel")?.Value,
        view.Fields.FirstOrDefault(static field => field.Name == "channel")?.Value,
        view.Habits.UsualChannel,
        view.Habits.Channels.ToDictionary(static one => one.Name, static one => one.Count));

    private static ImmutableArray<FavouriteBody> FavouritesOf(ImmutableArray<CountView> tastes) => [.. tastes.Select(static taste => new FavouriteBody(taste.Name, taste.Count))];
}

/// <summary>Sums over all orders; amounts in the store's currency.</summary>
public sealed record FiguresBody
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
        Revenue = AmountText.Of(figures.Revenue),
        Refunded = AmountText.Of(figures.Refunded),
        Currency = figures.Currency,
        AverageOrder = figures.AverageOrder is { } average ? AmountText.Of(average) : null,
        FirstSeen = figures.FirstSeen,
        LastSeen = figures.LastSeen,
        FirstOrder = figures.FirstOrder,
        LastOrder = figures.LastOrder,
        Sessions = figures.Sessions,
    };
}

/// <param name="State">granted or denied.</param>
/// <param name="At">When it was given or refused.</param>
/// <param name="Source">Where.</param>
/// <param name="Version">Of the text that the customer saw.</param>
public sealed record ConsentBody(string State, Instant At, string? Source, string? Version);

/// <param name="Stage">Such as firstOrder.</param>
/// <param name="Since">When the customer came into it.</param>
public sealed record StageBody(string Stage, Instant Since);

/// <param name="Field">A field, or traits.x.</param>
/// <param name="Reason">Why the newest value was not taken, or taken with a doubt.</param>
/// <param name="At">When that happened.</param>
/// <param name="Count">How many such values there were since one that was right.</param>
public sealed record ProblemBody(string Field, string Reason, Instant At, int Count);

/// <param name="Items">Products in it, by quantity.</param>
/// <param name="Value">Of them, in the store's currency.</param>
public sealed record CartBody(decimal Items, string Value);

/// <param name="Automation">Its id.</param>
/// <param name="Run">The customer's running number of its runs.</param>
/// <param name="Step">Where it waits.</param>
/// <param name="Since">When it came there.</param>
public sealed record JourneyBody(string Automation, long Run, string Step, Instant Since);

/// <param name="R">1 to 5, the most recent best; the store can have fewer scores.</param>
/// <param name="F">1 to 5 by the number of orders.</param>
/// <param name="M">1 to 5 by order totals less refunds.</param>
/// <param name="Group">That they make.</param>
/// <param name="Version">Of the cuts under which the customer last changed.</param>
/// <param name="History">The last ten groups, the newest first.</param>
public sealed record RfmBody(int R, int F, int M, string Group, int Version, ImmutableArray<GroupBody> History)
{
    public static RfmBody Of(RfmView rfm) => new(
        rfm.Scores.R, rfm.Scores.F, rfm.Scores.M, rfm.Group, rfm.Version, [.. (rfm.History ?? []).Select(static entry => new GroupBody(entry.Group, entry.Since, entry.Version))]);
}

/// <param name="Group">Null for a time without an order that counts.</param>
/// <param name="Since">When the customer came into it.</param>
/// <param name="Version">Of the cuts then.</param>
public sealed record GroupBody(string? Group, Instant Since, int Version);
