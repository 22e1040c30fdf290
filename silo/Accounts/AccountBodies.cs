using System.Text.Json.Serialization;
using Crm.Core.Time;
using Crm.Core.Values;
using Crm.Postgres.Accounts;
using Crm.Silo.Http;

namespace Crm.Silo.Accounts;

/// <summary>A company and its people.</summary>
/// <param name="Id">The groupId of its people's group events.</param>
/// <param name="Name">As the newest of these that has a name says.</param>
/// <param name="Type">Such as wholesale or retail; likewise.</param>
/// <param name="Count">Of its people.</param>
/// <param name="Figures">Summed over its people.</param>
/// <param name="People">By customer id.</param>
/// <param name="AsOf">When this was read.</param>
internal sealed record AccountBody(string Id, string? Name, string? Type, long Count, AccountFiguresBody Figures, Page<AccountPersonBody> People, Instant AsOf);

/// <param name="Orders">That count.</param>
/// <param name="Revenue">Before refunds.</param>
/// <param name="Currency">The store's.</param>
internal sealed record AccountFiguresBody(long Orders, string Revenue, string Refunded, string Currency, Instant? FirstSeen, Instant? LastSeen, Instant? LastOrder)
{
    public static AccountFiguresBody Of(AccountFigures figures, string currency) => new(
        figures.Orders, AmountText.Of(figures.Revenue), AmountText.Of(figures.Refunded), currency, figures.FirstSeen, figures.LastSeen, figures.LastOrder);
}

/// <param name="Customer">Such as u:2261.</param>
internal sealed record AccountPersonBody(string Customer, string? Email, AccountFiguresBody Figures);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AccountBody))]
internal sealed partial class AccountJson : JsonSerializerContext;
