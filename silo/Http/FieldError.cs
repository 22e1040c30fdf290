using System.Text.Json.Serialization;

namespace Crm.Silo.Http;

/// <summary>One bad field of a request.</summary>
/// <param name="Field">The member's name, or where it stands, such as <c>batch[3].userId</c>.</param>
/// <param name="Message">What is wrong with it.</param>
internal sealed record FieldError(string Field, string Message)
{
    /// <summary>Of a rule given as text: the first character in error, from 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Position { get; init; }

    /// <summary>Of a rule given as text: how many characters are in error.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Length { get; init; }

    /// <summary>What could have stood there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expected { get; init; }

    /// <summary>The known name that a misspelt one resembles.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Suggestion { get; init; }
}
