using System.Text;
using System.Text.RegularExpressions;

namespace Crm.Core.Rules.Text;

/// <summary>Regular expressions between slashes. The tree keeps them with a plain '/'; text writes it as '\/'.</summary>
internal static class Patterns
{
    /// <summary>
    /// States of the automaton, by the runtime's own estimate. Its default of 10,000 lets a{9000} through, whose first
    /// match takes ten seconds and three gigabytes: it is linear in the input, but quadratic in the expression.
    /// </summary>
    private const int MaxStates = 1000;

    private const string MaxStatesKey = "REGEX_NONBACKTRACKING_MAX_AUTOMATA_SIZE";
    private static readonly Lock Gate = new();

    /// <summary>What is wrong with the expression; null if it can run in time linear in its input.</summary>
    public static string? Problem(string pattern)
    {
        if (pattern.Length is 0 or > RuleLimits.MaxPattern)
        {
            return pattern.Length == 0 ? "The expression is empty" : $"The expression is longer than {RuleLimits.MaxPattern} characters";
        }

        try
        {
            Compile(pattern);
            return null;
        }
        catch (NotSupportedException)
        {
            return "The expression cannot run in linear time: look-around, back references, atomic groups and very large repetitions are not allowed";
        }
        catch (ArgumentException exception)
        {
            return $"The expression is not valid: {(exception as RegexParseException)?.Error.ToString() ?? "unreadable"}";
        }
    }

    public static string Unescape(string pattern) => Rewrite(pattern, static (printed, pair) => printed.Append(pair is "\\/" ? "/" : pair));

    public static string Print(string pattern) => $"/{Rewrite(pattern, static (printed, pair) => printed.Append(pair is "/" ? "\\/" : pair))}/";

    /// <summary>The runtime takes the bound from the process, so it holds only for the moment; a pattern that was let through compiles under either.</summary>
    private static void Compile(string pattern)
    {
        lock (Gate)
        {
            var before = AppContext.GetData(MaxStatesKey);
            AppContext.SetData(MaxStatesKey, MaxStates);
            try
            {
                _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            }
            finally
            {
                AppContext.SetData(MaxStatesKey, before);
            }
        }
    }

    /// <summary>Goes by characters, a backslash together with the one that it escapes.</summary>
    private static string Rewrite(string pattern, Action<StringBuilder, string> append)
    {
        var written = new StringBuilder(pattern.Length + 2);
        for (var at = 0; at < pattern.Length;)
        {
            var length = pattern[at] == '\\' && at + 1 < pattern.Length ? 2 : 1;
            append(written, pattern.Substring(at, length));
            at += length;
        }

        return written.ToString();
    }
}
