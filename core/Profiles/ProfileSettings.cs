using System.Collections.Frozen;
using System.Collections.Immutable;
using Crm.Core.Identity;

namespace Crm.Core.Profiles;

/// <summary>How a store reads what it is told of its customers; a part of its definitions, so that a new version holds from one position of the log on.</summary>
public sealed record ProfileSettings
{
    public static readonly ProfileSettings Default = new();

    private readonly FrozenDictionary<string, TraitType> _traits = FrozenDictionary<string, TraitType>.Empty;

    private readonly FrozenDictionary<string, decimal> _rates = FrozenDictionary<string, decimal>.Empty;

    /// <summary>The store's definition version that brought these; 0 for the defaults.</summary>
    public int Version { get; init; }

    /// <summary>ISO 3166-1 code of the country whose phone numbers need no country code; default none.</summary>
    public string? Country
    {
        get;
        init
        {
            field = value;
            Home = value is null ? null : Countries.Find(value);
        }
    }

    /// <summary>Custom traits with a type, by name without <c>traits.</c>; a value that cannot be of it is not taken. Default none.</summary>
    public ImmutableSortedDictionary<string, TraitType> Traits
    {
        get;
        init
        {
            field = value;
            _traits = value.ToFrozenDictionary(StringComparer.Ordinal);
        }
    } = ImmutableSortedDictionary<string, TraitType>.Empty;

    /// <summary>The two letters of a country by two or three, in any case; null for none.</summary>
    public static string? CountryOf(string? code) => Countries.Find(code)?.Code;

    /// <summary>What one unit of another currency is worth in the store's, by ISO 4217 code; an order in a currency without one is rejected. Default none.</summary>
    public ImmutableSortedDictionary<string, decimal> Rates
    {
        get;
        init
        {
            field = value;
            _rates = value.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        }
    } = ImmutableSortedDictionary<string, decimal>.Empty;

    public StageSettings Stages { get; init; } = new();

    public IdentitySettings Identity { get; init; } = IdentitySettings.Default;

    internal Country? Home { get; private init; }

    /// <summary>Null for a currency without one.</summary>
    internal decimal? RateOf(ReadOnlySpan<char> currency) =>
        _rates.Count > 0 && _rates.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(currency, out var rate) ? rate : null;

    /// <summary>Null for a trait without a declared type.</summary>
    internal TraitType? TypeOf(ReadOnlySpan<char> trait) =>
        _traits.Count > 0 && _traits.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(trait, out var type) ? type : null;
}
