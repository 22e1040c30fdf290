using System.Globalization;
using System.Text.Json;
using Crm.Core.Rules;
using Crm.Postgres.Search;
using Crm.Silo.Http;
using Crm.Silo.Rules;

namespace Crm.Silo.Search;

/// <summary>What of a search can be read without asking anybody.</summary>
internal sealed record SearchTerms(Rule? Rule, CustomerOrder Order, CustomerPlace? After, int Limit)
{
    private const int MaxText = 512;

    private static readonly string[] Sorts = ["id", "lastSeen", "lastOrder", "revenue", "orders"]; // in the order of CustomerSort

    public static SearchTerms? Read(SearchBody body, List<FieldError> errors)
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[
            ("email", body.Email), ("phone", body.Phone), ("externalId", body.ExternalId), ("orderId", body.OrderId), ("text", body.Text?.Length == 0 ? null : body.Text)])
        {
            if (value is not null && !Http.Text.IsUsable(value, MaxText))
            {
                errors.Add(new(name, $"Must be text of 1 to {MaxText} characters."));
            }
        }

        if (body.Limit is < 1 or > Paging.MaxLimit)
        {
            errors.Add(new("limit", $"Must be a whole number from 1 to {Paging.MaxLimit}."));
        }

        var rule = RuleOf(body.Query, "query", errors);
        var order = OrderOf(body.Sort, errors);
        var after = body.Cursor is { } cursor ? PlaceOf(cursor, order, errors) : null;
        return errors.Count > 0 ? null : new(rule, order, after, body.Limit ?? Paging.DefaultLimit);
    }

    /// <returns>Null where there is none, or an error was added.</returns>
    public static Rule? RuleOf(JsonElement? given, string field, List<FieldError> errors)
    {
        if (given is not { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } rule)
        {
            return null;
        }

        var parsed = RuleInput.Parse(rule);
        errors.AddRange(RuleInput.Describe(parsed.Errors, field));
        return parsed.Rule;
    }

    /// <summary>The opaque form of a place in this search's list.</summary>
    public string Encode(CustomerPlace place) => Paging.Encode($"{NameOf(Order)} {place.Value} {place.Customer}");

    private static CustomerOrder OrderOf(string? sort, List<FieldError> errors)
    {
        var descending = sort?.StartsWith('-') == true;
        var by = Array.IndexOf(Sorts, descending ? sort![1..] : sort ?? Sorts[0]);
        if (by < 0)
        {
            errors.Add(new("sort", $"Must be one of {string.Join(", ", Sorts)}, with - before it for the greatest first."));
        }

        return new((CustomerSort)Math.Max(by, 0), descending);
    }

    private static CustomerPlace? PlaceOf(string cursor, CustomerOrder order, List<FieldError> errors)
    {
        if (Paging.Decode(cursor)?.Split(' ', 3) is [var name, var value, var customer] && name == NameOf(order) && CustomerId.IsValid(customer) && IsValue(value, order.By))
        {
            return new(value, customer);
        }

        errors.Add(new("cursor", "Must be the \"next\" of an earlier answer to the same search."));
        return null;
    }

    private static bool IsValue(string value, CustomerSort by) => by switch
    {
        CustomerSort.Id => value.Length == 0,
        CustomerSort.Revenue => decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _),
        _ => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
    };

    private static string NameOf(CustomerOrder order) => (order.Descending ? "-" : "") + Sorts[(int)order.By];
}
