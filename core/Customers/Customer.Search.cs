using System.Collections.Immutable;
using System.Text;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Profiles;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>What a search asks of a customer that was read for it alone.</summary>
public sealed partial class Customer
{
    /// <summary>Whether lists show it: it is known, stands by itself and was not erased.</summary>
    public bool IsListed => Exists && Into is null && !IsErased;

    /// <summary>Customers that are a part of this one.</summary>
    public ImmutableArray<MergedView> Parts => _identity is { } identity ? [.. identity.Merged.Select(static part => new MergedView(part.Id, part.Through))] : [];

    /// <summary>Of the home of an e-mail address, phone number or external id: the customers that had it.</summary>
    public ImmutableArray<string> Holders => _identity is { } identity ? [.. identity.Holders] : [];

    /// <summary>The form in which an e-mail address is kept; null for what is none.</summary>
    public static string? EmailOf(string text, ProfileSettings settings) => Normal(FieldIndex.Email, text, settings);

    /// <summary>The form in which a phone number is kept; null for what is none, or names no country where the store has none.</summary>
    public static string? PhoneOf(string text, ProfileSettings settings) => Normal(FieldIndex.Phone, text, settings);

    public CustomerSummary Summary() => new(Key.Id, DisplayName, Columns(), GroupOf(_scores), _tags is null ? [] : [.. _tags.All]);

    /// <summary>Whether any event told of an order of that id. Ids are kept as hashes of 64 bits.</summary>
    public bool HasOrder(string id) => _orders?.Has(StableHash.Of(Encoding.UTF8.GetBytes(id))) == true;

    /// <summary>Takes definitions that have one more segment than those that hold, and says whether the customer belongs to it. The customer is good for nothing else afterwards.</summary>
    /// <param name="next">Of the next version.</param>
    /// <param name="segment">Its id.</param>
    /// <param name="now">As of when; the customer's own now where that is later.</param>
    /// <param name="own">The customer's past events that new leaves need, by offset.</param>
    /// <param name="parts">Those of each of its <see cref="Parts"/>, which a backfill would have brought from their homes.</param>
    public bool WouldBelong(StoreDefinitions next, string segment, Instant now, IReadOnlyList<PastEvent> own, IEnumerable<IReadOnlyList<PastEvent>> parts)
    {
        foreach (var part in parts)
        {
            var leaves = _rules.NewLeaves(next.Rules, [.. part.Where(past => !IsForgotten(past.Event))]);
            _rules.Absorb(leaves.WriteLeaves(), (key, held) => Postpone(_identity!, next.Version, key, held));
        }

        Adopt(next, Instant.Later(now, Position.WokenThrough), Position.Offset, own, []);
        return IsListed && _rules.IsMember(next.Rules.IndexOf(segment));
    }

    private string? DisplayName =>
        _profile?[FieldIndex.Name] ?? (string.Join(' ', new[] { _profile?[FieldIndex.FirstName], _profile?[FieldIndex.LastName] }.OfType<string>()) is { Length: > 0 } both ? both : null);

    private static string? Normal(int field, string text, ProfileSettings settings) =>
        text.Length > 0 && FieldNormalizer.Normalize(field, ref text, settings, Instant.Never) is null ? text : null;
}
