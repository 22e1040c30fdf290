using System.Collections.Frozen;

namespace Crm.Core.Rules.Text;

/// <summary>What belongs to the language but is not implemented: rejected by name wherever it stands.</summary>
internal static class NotYet
{
    /// <summary>The words by which it is known, and its name in messages.</summary>
    private static readonly (string[] Words, string Name)[] Phrases =
    [
        Phrase("top", "top … % by"),
    ];

    /// <summary>Members of JSON objects.</summary>
    public static readonly FrozenSet<string> Members = new[]
    {
        "top",
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
