using System.Text;
using Crm.Postgres.Feed;

namespace Crm.Postgres.Segments;

/// <summary>A place in a listing of members: the last customer shown, and the place in the feed as of which the listing was begun.</summary>
public sealed record MemberCursor(FeedCursor AsOf, string Customer)
{
    public string Encode() => $"{AsOf.Encode()}.{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Customer))}";

    /// <returns>False for what <see cref="Encode"/> never wrote.</returns>
    public static bool TryParse(string text, out MemberCursor cursor)
    {
        cursor = new(FeedCursor.Start, "");
        if (text.Split('.') is not [var feed, var customer] || !FeedCursor.TryParse(feed, out var asOf) || !System.Buffers.Text.Base64Url.IsValid(customer))
        {
            return false;
        }

        cursor = new(asOf, Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(customer)));
        return Texts.IsStorable(cursor.Customer);
    }
}
