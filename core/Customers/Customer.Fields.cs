using System.Globalization;
using Crm.Core.Profiles;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    private string? UserId => Key.Id is ['u', ':', ..] id ? id[2..] : null;

    private string? AnonymousId => Key.Id is ['a', ':', ..] id ? id[2..] : _anonymousIds?.Newest;

    private DateOnly? Born => _profile?[FieldIndex.BirthDate] is { } text ? DateOnly.Parse(text, CultureInfo.InvariantCulture) : null;

    // Rules have their own now: what they say of age and birthday moves by wake-ups.
    private DateOnly Today => Birthday.Today(Position.WokenThrough, _definitions.Zone);

    private OrderFigures Figures => _orders?.Figures ?? default;

    /// <inheritdoc/>
    public Value Field(int index) => index switch
    {
        FieldIndex.UserId => Value.Of(UserId),
        FieldIndex.AnonymousId => Value.Of(AnonymousId),
        >= FieldIndex.Name and <= FieldIndex.FirstChannel => Value.Of(_profile?[index]),
        FieldIndex.FirstSeen => Value.Of(Seen(_firstSeen)),
        FieldIndex.LastSeen => Value.Of(Seen(_lastSeen)),
        FieldIndex.Sessions => Value.Of(_sessions),
        >= FieldIndex.Orders and <= FieldIndex.LastOrder => OrderField(index, Figures),
        FieldIndex.CartItems => Value.Of(_cart?.Items ?? 0),
        FieldIndex.CartValue => Value.Of(_cart?.Value ?? 0),
        FieldIndex.Rfm => Value.Of(GroupOf(_scores)),
        FieldIndex.RfmR => ScoreField(_scores.R),
        FieldIndex.RfmF => ScoreField(_scores.F),
        FieldIndex.RfmM => ScoreField(_scores.M),
        FieldIndex.TimeZone or FieldIndex.Street or (>= FieldIndex.Account and <= FieldIndex.AccountType) => Value.Of(_profile?[index]),
        FieldIndex.BirthDate => Value.Of(Born is { } day ? Birthday.StartOf(day, _definitions.Zone) : null),
        FieldIndex.Age => Born is { } day ? Value.Of(Birthday.Age(day, Today)) : default,
        FieldIndex.Birthday => Born is { } day ? Value.Of(Birthday.StartOf(Birthday.Next(day, Today), _definitions.Zone)) : default,
        >= FieldIndex.UsualChannel and <= FieldIndex.FavouriteBrand => HabitField(index),
        >= FieldIndex.FirstTouchSource and <= FieldIndex.LastTouchCampaign => Value.Of(TouchField(index)),
        FieldIndex.Stage => _stages is null ? default : Value.Of(StageNames[(int)_stages.Stage]),
        FieldIndex.Problems => Value.Of(_problems?.Count ?? 0),
        _ => throw new ArgumentOutOfRangeException(nameof(index), index, "No customer has this field."),
    };

    /// <inheritdoc/>
    public Value Trait(string name) => _traits?.Find(name) ?? default;

    /// <inheritdoc/>
    public bool IsInJourney(string automation) => _journeys?.UnderWay().Any(run => run.Automation.Definition.Id == automation) == true;

    /// <inheritdoc/>
    public bool HasTag(string tag) => _tags?.Has(tag) == true;

    // Unrounded: rules compare what brute force over the orders would give.
    private static Value OrderField(int index, in OrderFigures figures) => index switch
    {
        FieldIndex.Orders => Value.Of(figures.Orders),
        FieldIndex.Revenue => Value.Of(figures.Revenue),
        FieldIndex.Refunded => Value.Of(figures.Refunded),
        FieldIndex.AverageOrder => figures.Orders == 0 ? default : Value.Of(figures.Revenue / figures.Orders),
        FieldIndex.FirstOrder => Value.Of(figures.FirstOrder),
        _ => Value.Of(figures.LastOrder),
    };

    private Value HabitField(int index) => index switch
    {
        FieldIndex.UsualChannel => Value.Of(_mix?.Usual.Name()),
        FieldIndex.UsualHour => _hours is null ? default : Value.Of(_hours.Usual),
        FieldIndex.FavouriteCategory => Value.Of(_categories?.Favourite),
        _ => Value.Of(_brands?.Favourite),
    };

    private string? TouchField(int index) => index switch
    {
        FieldIndex.FirstTouchSource => _touches?.First.Source,
        FieldIndex.FirstTouchMedium => _touches?.First.Medium,
        FieldIndex.FirstTouchCampaign => _touches?.First.Campaign,
        FieldIndex.LastTouchSource => _touches?.Last.Source,
        FieldIndex.LastTouchMedium => _touches?.Last.Medium,
        _ => _touches?.Last.Campaign,
    };

    private static Value ScoreField(byte score) => score == 0 ? default : Value.Of(score);

    private static Instant? Seen(Instant instant) => instant == NotSeen ? null : instant;
}
