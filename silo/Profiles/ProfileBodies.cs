using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Core.Customers;
using Crm.Core.Profiles;
using Crm.Silo.Http;

namespace Crm.Silo.Profiles;

/// <param name="Country">ISO 3166-1 code of the country whose phone numbers need no country code; default none.</param>
/// <param name="Traits">Types of custom traits by name: text, number, boolean, date or json; default none.</param>
internal sealed record PutProfileBody(string? Country = null, Dictionary<string, string?>? Traits = null)
{
    private const int MostTraits = 256;

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
        settings = errors.Count > 0 ? ProfileSettings.Default : new()
        {
            Country = country,
            Traits = (Traits ?? []).ToImmutableSortedDictionary(static trait => trait.Key, static trait => TypeOf(trait.Value)!.Value, StringComparer.Ordinal),
        };
        return errors;
    }

    internal static string Name(string type) => JsonNamingPolicy.CamelCase.ConvertName(type);

    private static TraitType? TypeOf(string? name) =>
        Enum.GetValues<TraitType>().Select(static type => (TraitType?)type).FirstOrDefault(type => Name($"{type}") == name);
}

/// <summary>How the store reads what it is told of its customers.</summary>
internal sealed record ProfileBody
{
    public required string? Country { get; init; }

    public required ImmutableSortedDictionary<string, string> Traits { get; init; }

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
            Version = settings.Version,
        };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PutProfileBody))]
[JsonSerializable(typeof(ProfileBody))]
internal sealed partial class ProfileJson : JsonSerializerContext;
