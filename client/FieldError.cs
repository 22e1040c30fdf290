namespace Crm.Client;

/// <summary>One field that cannot be accepted.</summary>
/// <param name="Field">The member's name, or where it stands, such as <c>rule</c> or <c>steps.2.wait</c>.</param>
/// <param name="Message">What is wrong with it, for people.</param>
public sealed record FieldError(string Field, string Message)
{
    /// <summary>Of a rule given as text: the first character in error, from 0; else null.</summary>
    public int? Position { get; init; }

    /// <summary>Of a rule given as text: how many characters are in error; else null.</summary>
    public int? Length { get; init; }

    /// <summary>What could have stood there; null where that cannot be said.</summary>
    public string? Expected { get; init; }

    /// <summary>The known name that a misspelt one resembles; else null.</summary>
    public string? Suggestion { get; init; }
}
