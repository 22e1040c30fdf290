namespace Crm.Core.Rules.Text;

/// <summary>Finds what a misspelt word was meant to be.</summary>
internal static class Suggest
{
    private const int LongestWord = 40;

    /// <summary>The known word with the fewest letters inserted, left out, replaced or swapped: at most one in three; null if none is as near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        var (nearest, least) = ((string?)null, Math.Max(1, word.Length / 3) + 1);
        foreach (var candidate in known)
        {
            if (word.Length <= LongestWord && Math.Abs(word.Length - candidate.Length) < least && Distance(word, candidate) is > 0 and var distance && distance < least)
            {
                (nearest, least) = (candidate, distance);
            }
        }

        return nearest;
    }

    /// <summary>Optimal string alignment distance, ignoring case.</summary>
    private static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j : Cell(table, a, b, i, j);
            }
        }

        return table[a.Length, b.Length];
    }

    private static int Cell(int[,] table, string a, string b, int i, int j)
    {
        var cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
        var least = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + cost);
        var isSwap = i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]);
        return isSwap ? Math.Min(least, table[i - 2, j - 2] + 1) : least;
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
