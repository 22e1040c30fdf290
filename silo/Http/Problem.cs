using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;

namespace Crm.Silo.Http;

/// <summary>An error answer as RFC 9457 has it; what every request that fails is answered with.</summary>
internal sealed record Problem(int Status) : IResult
{
    public const string ContentType = "application/problem+json";

    /// <summary><c>about:blank</c>: the status says it all.</summary>
    [JsonPropertyOrder(-2)]
    public string Type { get; init; } = "about:blank";

    [JsonPropertyOrder(-1)]
    public string Title { get; init; } = ReasonPhrases.GetReasonPhrase(Status);

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FieldError>? Errors { get; init; }

    /// <summary>Seconds after which a retry may succeed.</summary>
    [JsonIgnore]
    public int? RetryAfter { get; init; }

    public static Problem Bad(string detail) => new(StatusCodes.Status400BadRequest) { Detail = detail };

    public static Problem Bad(params IReadOnlyList<FieldError> errors) =>
        new(StatusCodes.Status400BadRequest) { Detail = "The request has fields that cannot be accepted.", Errors = errors };

    public static Problem NotFound(string detail) => new(StatusCodes.Status404NotFound) { Detail = detail };

    public static Problem Conflict(string detail) => new(StatusCodes.Status409Conflict) { Detail = detail };

    public static Problem TooLarge(int limit) => new(StatusCodes.Status413PayloadTooLarge) { Detail = $"The body may have {limit} bytes, also after decompression." };

    public static Problem Unavailable(string detail) => new(StatusCodes.Status503ServiceUnavailable) { Detail = detail, RetryAfter = 1 };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (RetryAfter is { } seconds)
        {
            httpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return httpContext.Response.WriteAsJsonAsync(this, ProblemJson.Readable.Problem, ContentType, httpContext.RequestAborted);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext
{
    /// <summary>Quotes and letters as they are: this is read as JSON only.</summary>
    public static readonly ProblemJson Readable =
        new(new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
