namespace Crm.Core.Rules.Text;

/// <summary>The rule language as people write it; docs/rules.md is its grammar.</summary>
public static class RuleText
{
    /// <summary>The most characters that a rule has.</summary>
    public const int Longest = RuleLimits.MaxText;

    /// <summary>Reads a rule. Any text gives a rule or an error, never an exception.</summary>
    public static RuleParse Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > RuleLimits.MaxText)
        {
            return new(new RuleError($"The rule is {text.Length} characters long; at most {RuleLimits.MaxText} are allowed", RuleLimits.MaxText, text.Length - RuleLimits.MaxText));
        }

        var cursor = new Cursor(text, Lexer.Scan(text));
        var rule = new RuleParser(cursor).Parse();
        cursor.ExpectEnd();
        return (cursor.Error ?? RuleLimits.Check(rule, text.Length)) is { } error ? new(error) : new(rule);
    }

    /// <summary>Writes a rule in its one canonical form, on one line, which reads back as the same rule.</summary>
    /// <exception cref="ArgumentException">The tree is not one that reading can give, such as a conjunction without parts.</exception>
    public static string Print(Rule rule) => RulePrinter.Print(rule);
}
