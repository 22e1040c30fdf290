using System.Text.Json.Nodes;
using Crm.Client.Customers;

namespace Crm.Client;

/// <summary>
/// Something that a customer did, or that is known of one, as the CRM's collector takes it. Made by the methods named after its types;
/// <c>with</c> sets the rest: <c>CrmEvent.Track("u:7", "Order Completed", new() { ["total"] = 25m }) with { Timestamp = at }</c>.
/// It serializes to JSON and back, so an undelivered one can be kept and sent again.
/// </summary>
public sealed record CrmEvent
{
    /// <summary><c>track</c>, <c>identify</c>, <c>page</c>, <c>screen</c>, <c>group</c> or <c>alias</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The known customer, without <c>u:</c>; at most 256 bytes of UTF-8.</summary>
    public string? UserId { get; init; }

    /// <summary>The visitor, without <c>a:</c>; at most 256 bytes of UTF-8. Beside a <see cref="UserId"/> it says that both are one person.</summary>
    public string? AnonymousId { get; init; }

    /// <summary>Of a track event: its name, such as <c>Order Completed</c>.</summary>
    public string? Event { get; init; }

    /// <summary>Of a page or screen: its name.</summary>
    public string? Name { get; init; }

    /// <summary>Of a group event: the group that the customer belongs to.</summary>
    public string? GroupId { get; init; }

    /// <summary>Of an alias event: the id that the customer had before.</summary>
    public string? PreviousId { get; init; }

    /// <summary>Of a track, page or screen event: what is to be said of it.</summary>
    public JsonObject? Properties { get; init; }

    /// <summary>Of an identify or group event: what is known; a null removes.</summary>
    public JsonObject? Traits { get; init; }

    /// <summary>Where it came about: <c>ip</c>, <c>userAgent</c>, <c>campaign</c> and so on.</summary>
    public JsonObject? Context { get; init; }

    /// <summary>By this the CRM knows the event again, so that one sent twice counts once. Default: a new one when the event is sent.</summary>
    public string? MessageId { get; init; }

    /// <summary>When it happened, by the clock of this machine; the CRM takes it as it is. Default: when the event is sent with the client.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>A customer did something.</summary>
    /// <param name="customer"><c>u:</c> and a user id, or <c>a:</c> and an anonymous id.</param>
    /// <param name="name">What, such as <c>Order Completed</c>.</param>
    /// <param name="properties">Of it; default none.</param>
    /// <exception cref="ArgumentException">The customer's id is none.</exception>
    public static CrmEvent Track(string customer, string name, JsonObject? properties = null) =>
        Of(customer, "track") with { Event = name, Properties = properties };

    /// <summary>Something is known of a customer.</summary>
    /// <param name="customer"><c>u:</c> and a user id, or <c>a:</c> and an anonymous id.</param>
    /// <param name="traits">By name, such as <c>email</c>; null removes one.</param>
    /// <exception cref="ArgumentException">The customer's id is none.</exception>
    public static CrmEvent Identify(string customer, JsonObject traits) =>
        Of(customer, "identify") with { Traits = traits };

    /// <summary>A customer saw a page.</summary>
    /// <param name="customer"><c>u:</c> and a user id, or <c>a:</c> and an anonymous id.</param>
    /// <param name="name">Of the page; default none.</param>
    /// <param name="properties">Of it, such as <c>url</c>; default none.</param>
    /// <exception cref="ArgumentException">The customer's id is none.</exception>
    public static CrmEvent Page(string customer, string? name = null, JsonObject? properties = null) =>
        Of(customer, "page") with { Name = name, Properties = properties };

    /// <summary>A customer saw a screen of an app.</summary>
    /// <param name="customer"><c>u:</c> and a user id, or <c>a:</c> and an anonymous id.</param>
    /// <param name="name">Of the screen; default none.</param>
    /// <param name="properties">Of it; default none.</param>
    /// <exception cref="ArgumentException">The customer's id is none.</exception>
    public static CrmEvent Screen(string customer, string? name = null, JsonObject? properties = null) =>
        Of(customer, "screen") with { Name = name, Properties = properties };

    /// <summary>A customer belongs to a group, such as a company.</summary>
    /// <param name="customer"><c>u:</c> and a user id, or <c>a:</c> and an anonymous id.</param>
    /// <param name="groupId">Which.</param>
    /// <param name="traits">Of the group; default none.</param>
    /// <exception cref="ArgumentException">The customer's id is none.</exception>
    public static CrmEvent Group(string customer, string groupId, JsonObject? traits = null) =>
        Of(customer, "group") with { GroupId = groupId, Traits = traits };

    /// <summary>A customer had another id before.</summary>
    /// <param name="customer"><c>u:</c> and a user id, or <c>a:</c> and an anonymous id.</param>
    /// <param name="previousId">Which.</param>
    /// <exception cref="ArgumentException">The customer's id is none.</exception>
    public static CrmEvent Alias(string customer, string previousId) =>
        Of(customer, "alias") with { PreviousId = previousId };

    private static CrmEvent Of(string customer, string type) => CustomerIds.IsUser(customer)
        ? new() { Type = type, UserId = customer[2..] }
        : new() { Type = type, AnonymousId = customer[2..] };
}
