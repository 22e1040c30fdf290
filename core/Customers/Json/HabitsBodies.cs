using System.Collections.Immutable;
using Crm.Core.Time;

namespace Crm.Core.Customers.Json;

/// <param name="First">Through which the customer was acquired: of the oldest event that has one.</param>
/// <param name="Latest">Of the newest event that has one.</param>
/// <param name="Usual">With the most events.</param>
/// <param name="Mix">Events by channel.</param>
public sealed record ChannelsBody(string? First, string? Latest, string? Usual, Dictionary<string, int> Mix);

/// <param name="First">The oldest; null where no event had a campaign.</param>
/// <param name="Last">The newest.</param>
public sealed record TouchesBody(TouchBody? First, TouchBody? Last);

/// <param name="At">When.</param>
/// <param name="Channel">Through which it came.</param>
/// <param name="Source">utm_source.</param>
/// <param name="Medium">utm_medium.</param>
/// <param name="Campaign">utm_campaign.</param>
/// <param name="Term">utm_term.</param>
/// <param name="Content">utm_content.</param>
public sealed record TouchBody(Instant At, string? Channel, string? Source, string? Medium, string? Campaign, string? Term, string? Content)
{
    public static TouchBody? Of(TouchView? touch) =>
        touch is null ? null : new(touch.At, touch.Channel, touch.Source, touch.Medium, touch.Campaign, touch.Term, touch.Content);
}

/// <param name="Name">Its model, or its name.</param>
/// <param name="Type">Such as ios.</param>
/// <param name="LastSeen">When.</param>
public sealed record DeviceBody(string? Name, string? Type, Instant LastSeen);

/// <param name="Categories">The most points first.</param>
/// <param name="Brands">The most points first.</param>
public sealed record FavouritesBody(ImmutableArray<FavouriteBody> Categories, ImmutableArray<FavouriteBody> Brands);

/// <param name="Name">As events have it.</param>
/// <param name="Points">1 for a product viewed, 3 for one added to the cart, 5 for one ordered.</param>
public sealed record FavouriteBody(string Name, int Points);
