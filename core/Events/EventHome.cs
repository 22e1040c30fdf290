using Crm.Core.Customers;

namespace Crm.Core.Events;

/// <summary>Whose event it is.</summary>
public static class EventHome
{
    /// <summary><c>store/u:userId</c> where there is a userId, else <c>store/a:anonymousId</c>.</summary>
    public static CustomerKey KeyOf(string store, in Event e) =>
        new(e.UserId is { } user ? $"{store}/u:{user}" : $"{store}/a:{e.AnonymousId}");

    /// <summary>The same within the store.</summary>
    public static string IdOf(in Event e) => e.UserId is { } user ? $"u:{user}" : $"a:{e.AnonymousId}";

    /// <summary>Whether this is the id of a home within a store: a customer's, or of what customers can share.</summary>
    public static bool IsHome(ReadOnlySpan<char> id) => id is ['u' or 'a' or 'e' or 'p' or 'x', ':', _, ..];

    /// <summary>Whether this text is that key; makes none.</summary>
    public static bool IsKeyOf(ReadOnlySpan<char> key, string store, in Event e)
    {
        var id = e.UserId ?? e.AnonymousId;
        return key.Length > store.Length && key.StartsWith(store, StringComparison.Ordinal)
            && key[store.Length..] is ['/', var kind, ':', .. var rest] && kind == (e.UserId is null ? 'a' : 'u') && rest.SequenceEqual(id);
    }
}
