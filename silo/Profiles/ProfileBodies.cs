using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Core.Customers;
using Crm.Core.Profiles;
using Crm.Silo.Http;

namespace Crm.Silo.Profiles;

/// <param name="Country">ISO 3166-1 code of the country whose phone numbers need no country code; default none.</param>
/// <param name="Traits">Types of custom traits by name: text, number, boolean, date or json; default none.</param>
/// <param name="Rates">What one unit of another currency is worth in the store's, by ISO 4217 code, as decimal strings; default none.</param>
/// <param name="Stages">When a customer comes into which stage of life.</param>
/// <param name="Identity">By what two customers are taken for one person.</param>
internal sealed record PutProfileBody(
    string? Country = null, Dictionary<string, string?>? Traits = null, Dictionary<string, string?>? Rates = null, StagesBody? Stages = null, IdentityBody? Identity = null)
{
    private const int MostTraits = 256, MostRates = 200;
    private const decimal HighestRate = 1_000_000;

    public List<FieldError> Check(out ProfileSettings settings)
    {
        var errors = new List<FieldError>();
        var country = ProfileSettings.CountryOf(Country);
        if (Country is not null && country is null)
        {
            errors.Add(new("country", "Must be an ISO 3166-1 code such as BR."));
        }

        if (Traits?.Count > MostTraits || Traits?.Keys.All(static name => Text.IsUsable(name, CustomerLimits.TraitNameLength)) == false)
        {
            errors.Add(new("traits", $"At most {MostTraits}, with names of 1 to {CustomerLimits.TraitNameLength} characters."));
        }

        errors.AddRange((Traits ?? []).Where(static trait => TypeOf(trait.Value) is null)
            .Select(static trait => new FieldError($"traits.{trait.Key}", $"Must be one of {string.Join(", ", Enum.GetNames<TraitType>().Select(Name))}.")));
        if (Rates?.Count > MostRates)
        {
            errors.Add(new("rates", $"At most {MostRates}."));
        }

        errors.AddRange((Rates ?? []).Where(static rate => rate.Key.Length != 3 || !rate.Key.All(char.IsAsciiLetterUpper) || RateOf(rate.Value) is null)
            .Select(static rate => new FieldError($"rates.{rate.Key}", "Must be an ISO 4217 code with a decimal string above 0, to 1000000.")));
        var stages = (Stages ?? new()).Check(errors);
        var identity = (Identity ?? new()).Check(errors);
        settings = errors.Count > 0 ? ProfileSettings.Default : new()
        {
            Country = country,
            Traits = (Traits ?? []).ToImmutableSortedDictionary(static trait => trait.Key, static trait => TypeOf(trait.Value)!.Value, StringComparer.Ordinal),
            Rates = (Rates ?? []).ToImmutableSortedDictionary(static rate => rate.Key, static rate => RateOf(rate.Value)!.Value, StringComparer.Ordinal),
            Stages = stages,
            Identity = identity,
        };
        return errors;
    }

    private static decimal? RateOf(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is > 0 and <= HighestRate ? rate : null;

    internal static string Name(string type) => JsonNamingPolicy.CamelCase.ConvertName(type);

    private static TraitType? TypeOf(string? name) =>
        Enum.GetValues<TraitType>().Select(static type => (TraitType?)type).FirstOrDefault(type => Name($"{type}") == name);
}

/// <param name="LoyalOrders">Orders from which on a customer is loyal: 2 to 1,000, default 4.</param>
/// <param name="SlippingDays">Days since the last order: 1 to 3,650, default 90.</param>
/// <param name="LostDays">Days since the last order: more than slippingDays, to 3,650, default 180.</param>
internal sealed record StagesBody(int? LoyalOrders = null, int? SlippingDays = null, int? LostDays = null)
{
    private const int MostOrders = 1_000, MostDays = 3_650;

    public StageSettings Check(List<FieldError> errors)
    {
        var defaults = new StageSettings();
        var stages = new StageSettings(LoyalOrders ?? defaults.LoyalOrders, SlippingDays ?? defaults.SlippingDays, LostDays ?? defaults.LostDays);
        Check("loyalOrders", stages.LoyalOrders, 2, MostOrders, errors);
        Check("slippingDays", stages.SlippingDays, 1, MostDays, errors);
        Check("lostDays", stages.LostDays, Math.Clamp(stages.SlippingDays, 0, MostDays) + 1, MostDays, errors);
        return stages;
    }

    private static void Check(string name, int value, int least, int most, List<FieldError> errors)
    {
        if (value < least || value > most)
        {
            errors.Add(new($"stages.{name}", $"Must be a whole number from {least} to {most}."));
        }
    }
}

/// <summary>How the store reads what it is told of its customers.</summary>
internal sealed record ProfileBody
{
    public required string? Country { get; init; }

    public required ImmutableSortedDictionary<string, string> Traits { get; init; }

    public required ImmutableSortedDictionary<string, string> Rates { get; init; }

    public required StagesBody Stages { get; init; }

    public required IdentityBody Identity { get; init; }

    /// <summary>Rises when they change; also the ETag. 0 are the defaults.</summary>
    public required int Version { get; init; }

    public static ProfileBody Of(string stored)
    {
        using var json = JsonDocument.Parse(stored);
        var settings = ProfileSettingsJson.Read(json.RootElement);
        return new()
        {
            Country = settings.Country,
            Traits = settings.Traits.ToImmutableSortedDictionary(
                static trait => trait.Key, static trait => PutProfileBody.Name($"{trait.Value}"), StringComparer.Ordinal),
            Rates = settings.Rates.ToImmutableSortedDictionary(static rate => rate.Key, static rate => rate.Value.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal),
            Stages = new(settings.Stages.LoyalOrders, settings.Stages.SlippingDays, settings.Stages.LostDays),
            Identity = IdentityBody.Of(settings.Identity),
            Version = settings.Version,
        };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PutProfileBody))]
[JsonSerializable(typeof(ProfileBody))]
internal sealed partial class ProfileJson : JsonSerializerContext;
