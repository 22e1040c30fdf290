using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Core.Customers;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Silo.Search;

/// <summary>Who is looked for: all that is given must be so. Without anything, everybody.</summary>
/// <param name="Query">A rule: text of the rule language as a string, or its JSON form.</param>
/// <param name="Email">In any form that the profile would take.</param>
/// <param name="Phone">Likewise; without a country it is one of the store's.</param>
/// <param name="ExternalId">As type:id, such as crm:4711.</param>
/// <param name="OrderId">Of an order that any event told of.</param>
/// <param name="Text">What a person types: an id (u:1, or 1), e-mail address, phone number or external id, whichever of them in this order finds anybody.</param>
/// <param name="Sort">id (default), lastSeen, lastOrder, revenue or orders; with - before it the greatest first.</param>
/// <param name="Limit">Items at most; default 50, 1 to 500.</param>
/// <param name="Cursor">The "next" of the answer before, to the same search.</param>
internal sealed record SearchBody(
    JsonElement? Query = null, string? Email = null, string? Phone = null, string? ExternalId = null, string? OrderId = null, string? Text = null,
    string? Sort = null, int? Limit = null, string? Cursor = null);

/// <param name="Items">May be empty although there is a next: then the time was up before anybody was found.</param>
/// <param name="Next">Null at the end.</param>
/// <param name="Scanned">Customers that were looked at for this answer.</param>
/// <param name="AsOf">The instant as of which a rule was judged. Customers are as they are stored: under load some seconds behind.</param>
internal sealed record SearchAnswer(ImmutableArray<FoundCustomerBody> Items, string? Next, long Scanned, Instant AsOf);

/// <param name="Rule">As a segment would have it: text of the rule language as a string, or its JSON form.</param>
internal sealed record PreviewBody(JsonElement? Rule = null);

/// <summary>Who would belong to a segment with a rule.</summary>
/// <param name="Count">How many.</param>
/// <param name="Exact">Whether all customers were judged; else the count is estimated from a part of them that was chosen by a hash.</param>
/// <param name="Scanned">Customers that were judged.</param>
/// <param name="Customers">How many the store has; where not exact, estimated likewise.</param>
/// <param name="Sample">At most ten of them, chosen by the same hash.</param>
internal sealed record PreviewAnswer(long Count, bool Exact, long Scanned, long Customers, ImmutableArray<FoundCustomerBody> Sample, Instant AsOf);

/// <param name="Id">Such as u:2261.</param>
/// <param name="Name">Else first and last name.</param>
/// <param name="Orders">That count.</param>
/// <param name="Revenue">Before refunds.</param>
/// <param name="Currency">The store's.</param>
/// <param name="Rfm">Null without orders.</param>
internal sealed record FoundCustomerBody(
    string Id, string? Name, string? Email, string? Phone, string? Country, int Orders, string Revenue, string Currency,
    Instant? LastSeen, Instant? LastOrder, FoundRfmBody? Rfm, ImmutableArray<string> Tags)
{
    public static FoundCustomerBody Of(CustomerSummary customer, string currency)
    {
        var columns = customer.Columns;
        return new(
            customer.Id, customer.Name, columns.Email, columns.Phone, columns.Country, columns.Orders, AmountText.Of(columns.Revenue), currency,
            columns.LastSeen, columns.LastOrder, customer.Group is { } group ? new(columns.R, columns.F, columns.M, group) : null, customer.Tags);
    }
}

/// <param name="R">Recency; like the others from 1, the best is the highest.</param>
/// <param name="F">Frequency.</param>
/// <param name="M">Monetary value.</param>
internal sealed record FoundRfmBody(int R, int F, int M, string Group);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SearchBody))]
[JsonSerializable(typeof(SearchAnswer))]
[JsonSerializable(typeof(PreviewBody))]
[JsonSerializable(typeof(PreviewAnswer))]
internal sealed partial class SearchJson : JsonSerializerContext;
