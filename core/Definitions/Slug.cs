namespace Crm.Core.Definitions;

/// <summary>An id that a store chooses for a segment or an automation.</summary>
public static class Slug
{
    public const int MaxLength = 64;

    /// <summary>a-z, 0-9, '-' and '_', 1 to 64 of them.</summary>
    public static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength && text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');
}
