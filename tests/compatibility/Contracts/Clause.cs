namespace Crm.Compatibility.Tests.Contracts;

/// <summary>One line of a manifest: <c>member 3: Int64 = Number</c>.</summary>
/// <param name="Section">The line above it that it belongs to, such as <c>type crm.effect</c>; its own key for that line itself.</param>
/// <param name="Key">By which two builds find it, such as <c>member 3</c>.</param>
/// <param name="Bound">What must not change; empty where there is nothing more.</param>
/// <param name="Name">What it is called in code, which may change.</param>
internal sealed record Clause(string Section, string Key, string Bound, string Name)
{
    public const string Retired = "retired ", Member = "member ";

    public bool IsSection => Section == Key;

    /// <summary>Unique within a manifest.</summary>
    public string Place => IsSection ? Key : $"{Key} of {Section}";

    /// <summary>For people.</summary>
    public string Shown => Name.Length > 0 ? $"{Place} ({Name})" : Place;

    public static Clause Read(string line, string section)
    {
        var (rest, name) = Cut(line, " = ");
        var (key, bound) = Cut(rest.Trim(), ": ");
        return new(line.StartsWith(' ') ? section : key, key, bound, name);
    }

    public override string ToString() => $"{(IsSection ? "" : "  ")}{Key}{(Bound.Length > 0 ? $": {Bound}" : "")}{(Name.Length > 0 ? $" = {Name}" : "")}";

    private static (string Before, string After) Cut(string text, string mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + mark.Length)..]) : (text, "");
}
