using System.Collections.Frozen;

namespace Crm.Core.Profiles;

/// <summary>Languages as <c>pt</c> or <c>pt-BR</c>: ISO 639-1, or any three letters as ISO 639-3 has them, and the region of ISO 3166-1 where one is stated.</summary>
internal static class Languages
{
    private const string Codes = """
        aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo
        fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg
        li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se
        sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
        """;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Known =
        Codes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// Reads a language tag (BCP 47) or a locale as systems write it: <c>pt_BR.UTF-8</c>. Script, variants and a region that is a
    /// number are left out. Null for what is no language.
    /// </summary>
    public static string? Find(string text)
    {
        var end = text.AsSpan().IndexOfAny('.', '@');
        var tag = end < 0 ? text.AsSpan() : text.AsSpan(0, end);
        var separator = tag.IndexOfAny('-', '_');
        if (Code(separator < 0 ? tag : tag[..separator]) is not { } language)
        {
            return null;
        }

        for (var rest = tag; separator >= 0;)
        {
            rest = rest[(separator + 1)..];
            separator = rest.IndexOfAny('-', '_');
            var part = separator < 0 ? rest : rest[..separator];
            if (part.Length == 2 && Countries.Find(part) is { } region)
            {
                return Spelt(text, language, region.Code);
            }
        }

        return language;
    }

    private static string? Code(ReadOnlySpan<char> code) => code switch
    {
        "iw" => "he", // as older systems write them
        "in" => "id",
        "ji" => "yi",
        { Length: 2 } => Known.TryGetValue(code, out var known) ? known : null,
        { Length: 3 } when !code.ContainsAnyExcept(Letters) => code.ToString().ToLowerInvariant(),
        _ => null,
    };

    private static string Spelt(string text, string language, string region) =>
        text.Length == language.Length + 3 && text[language.Length] == '-' && text.StartsWith(language, StringComparison.Ordinal) && text.EndsWith(region, StringComparison.Ordinal)
            ? text
            : $"{language}-{region}";

    private static readonly System.Buffers.SearchValues<char> Letters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}
