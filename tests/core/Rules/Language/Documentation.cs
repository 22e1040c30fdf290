using System.Text.RegularExpressions;

namespace Crm.Core.Tests.Rules.Language;

/// <summary>The fenced examples of docs/rules.md.</summary>
internal static partial class Documentation
{
    /// <summary>Kind and content of every fenced block that has a kind, in order.</summary>
    public static IReadOnlyList<(string Kind, string Content)> Blocks { get; } =
        [.. Fence().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Rules", "Language", "rules.md")))
            .Select(static match => (match.Groups[1].Value, match.Groups[2].Value))];

    public static IEnumerable<string> Of(string kind) => Blocks.Where(block => block.Kind == kind).Select(static block => block.Content);

    [GeneratedRegex("^```([a-z-]+)\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
