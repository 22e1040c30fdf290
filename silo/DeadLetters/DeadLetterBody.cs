using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Crm.Core.Time;
using Crm.Postgres.DeadLetters;
using Crm.Silo.Http;

namespace Crm.Silo.DeadLetters;

/// <summary>A record that does not count, whole.</summary>
internal sealed record DeadLetterBody
{
    public required string Id { get; init; }

    public required int Partition { get; init; }

    public required long Offset { get; init; }

    /// <summary>Whose it seems to be; "?" where that cannot be told.</summary>
    public required string Customer { get; init; }

    public required Instant AppendedAt { get; init; }

    /// <summary>Such as missingIds or futureDate; null where applying it failed.</summary>
    public required string? Reason { get; init; }

    public required string Detail { get; init; }

    /// <summary>The record as it was, as text; null where it is none.</summary>
    public required string? Payload { get; init; }

    /// <summary>The record as it was, in base64, where it is no text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PayloadBase64 { get; init; }

    /// <summary>Null until it was sent again.</summary>
    public required Instant? ResubmittedAt { get; init; }

    public static DeadLetterBody Of(DeadLetter letter)
    {
        var isText = Utf8.IsValid(letter.Payload.Span);
        return new()
        {
            Id = letter.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Partition = letter.Partition,
            Offset = letter.Offset,
            Customer = letter.Key[(letter.Key.IndexOf('/', StringComparison.Ordinal) + 1)..],
            AppendedAt = letter.AppendedAt,
            Reason = letter.Reason is { } reason ? JsonNamingPolicy.CamelCase.ConvertName(reason) : null,
            Detail = letter.Detail,
            Payload = isText ? Encoding.UTF8.GetString(letter.Payload.Span) : null,
            PayloadBase64 = isText ? null : Convert.ToBase64String(letter.Payload.Span),
            ResubmittedAt = letter.ResubmittedAt,
        };
    }
}

/// <summary>The log has the record again.</summary>
/// <param name="Applied">With <c>?wait=applied</c>: whether it was applied, or refused again, when this was answered; else null.</param>
internal sealed record ResubmitAnswer(bool? Applied);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page<DeadLetterBody>))]
[JsonSerializable(typeof(ResubmitAnswer))]
internal sealed partial class DeadLetterJson : JsonSerializerContext;
