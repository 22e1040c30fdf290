namespace Crm.Postgres;

/// <summary>What PostgreSQL's text cannot hold: U+0000 and halves of surrogate pairs.</summary>
internal static class Texts
{
    public static bool IsStorable(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return !text.Contains('\0', StringComparison.Ordinal);
        }

        return !text.Contains('\0', StringComparison.Ordinal) && HasWholePairs(text);
    }

    /// <summary>Replaces what cannot be held by U+FFFD, so that one odd text stops no commit. Not for keys: two of them could become one.</summary>
    public static string Storable(string text)
    {
        if (IsStorable(text))
        {
            return text;
        }

        var characters = text.ToCharArray();
        for (var i = 0; i < characters.Length; i++)
        {
            var isPair = char.IsHighSurrogate(characters[i]) && i + 1 < characters.Length && char.IsLowSurrogate(characters[i + 1]);
            if (isPair)
            {
                i++;
            }
            else if (characters[i] == '\0' || char.IsSurrogate(characters[i]))
            {
                characters[i] = '\uFFFD';
            }
        }

        return new(characters);
    }

    private static bool HasWholePairs(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
