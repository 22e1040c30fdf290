namespace Crm.Core.Rules.Text;

/// <summary>Why a rule was not understood, and where.</summary>
/// <param name="Message">For people, without a full stop.</param>
/// <param name="Position">Of the first wrong character: in text a UTF-16 index, in JSON a byte offset. At the end of the input where something is missing.</param>
/// <param name="Length">Of what is wrong, in the same unit; 0 where something is missing.</param>
/// <param name="Expected">What could have stood there; null where nothing could.</param>
/// <param name="Suggestion">What was probably meant, such as the nearest known name; null without a guess.</param>
public sealed record RuleError(string Message, int Position, int Length, string? Expected = null, string? Suggestion = null)
{
    /// <summary>JSON only: the pointer (RFC 6901) to the value at fault; empty for the whole.</summary>
    public string? Path { get; init; }
}
