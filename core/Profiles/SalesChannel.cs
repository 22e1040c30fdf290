using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace Crm.Core.Profiles;

/// <summary>Through which a customer comes. Stored: numbers never change.</summary>
internal enum SalesChannel : byte { None, Web, App, Pos, Marketplace, Social, Email, Chat, Other }

internal static class SalesChannels
{
    private const int MaxLength = 32;

    /// <summary>Their names, in the order of <see cref="SalesChannel"/> without none.</summary>
    public static readonly ImmutableArray<string> Names = ["web", "app", "pos", "marketplace", "social", "email", "chat", "other"];

    private static readonly FrozenDictionary<string, SalesChannel>.AlternateLookup<ReadOnlySpan<char>> ByName = new (SalesChannel Channel, string[] Names)[]
    {
        (SalesChannel.Web, ["web", "site", "website", "browser", "desktop"]),
        (SalesChannel.App, ["app", "mobile", "ios", "android"]),
        (SalesChannel.Pos, ["pos", "shop", "store", "retail", "in-store", "instore", "shop floor"]),
        (SalesChannel.Marketplace, ["marketplace", "amazon", "ebay", "mercadolivre", "mercadolibre"]),
        (SalesChannel.Social, ["social", "facebook", "instagram", "tiktok", "pinterest"]),
        (SalesChannel.Email, ["email", "e-mail", "mail", "newsletter"]),
        (SalesChannel.Chat, ["chat", "whatsapp", "messenger", "livechat", "telegram"]),
        (SalesChannel.Other, ["other"]),
        (SalesChannel.None, ["server"]), // as RudderStack's server libraries write it: not where the customer was
    }.SelectMany(static one => one.Names.Select(name => KeyValuePair.Create(name, one.Channel)))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Ignoring case; null for what is none.</summary>
    public static SalesChannel? Find(ReadOnlySpan<byte> utf8)
    {
        Span<char> name = stackalloc char[MaxLength];
        return Encoding.UTF8.TryGetChars(utf8, name, out var length) && ByName.TryGetValue(name[..length], out var channel) ? channel : null;
    }

    public static string Name(this SalesChannel channel) => Names[(int)channel - 1];
}
