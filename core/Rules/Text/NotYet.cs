using System.Collections.Frozen;

namespace Crm.Core.Rules.Text;

/// <summary>What belongs to the language but is not implemented: rejected by name wherever it stands.</summary>
internal static class NotYet
{
    /// <summary>The words by which it is known, and its name in messages.</summary>
    private static readonly (string[] Words, string Name)[] Phrases =
    [
        Phrase("sum", "sum … of"), Phrase("average", "average … of"), Phrase("min", "min … of"), Phrase("max", "max … of"),
        Phrase("count distinct", "count distinct … of"), Phrase("same", "same … of"),
        Phrase("page"), Phrase("screen"), Phrase("has been", "has been … for"),
        Phrase("clicked link"), Phrase("submitted form"),
        .. from verb in new[] { "received", "opened", "clicked", "bounced", "unsubscribed from" }
           from message in new[] { "message", "any message" }
           select Phrase($"{verb} {message}"),
        Phrase("in list"), Phrase("in segment"), Phrase("in journey"), Phrase("entered segment"), Phrase("left segment"),
    ];

    /// <summary>Members of JSON objects.</summary>
    public static readonly FrozenSet<string> Members = new[]
    {
        "aggregate", "steady", "message", "list", "segment", "segmentChange", "journey",
        "page", "screen",
    }.ToFrozenSet();

    public static string Message(string name) => $"'{name}' is not available yet";

    /// <summary>What stands at the cursor, and how many tokens name it.</summary>
    public static (string Name, int Count)? Find(Cursor cursor)
    {
        foreach (var (words, name) in Phrases)
        {
            if (cursor.Matching(words) == words.Length)
            {
                return (name, words.Length);
            }
        }

        return null;
    }

    private static (string[] Words, string Name) Phrase(string words, string? name = null) => (words.Split(' '), name ?? words);
}
