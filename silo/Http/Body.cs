using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Http;

/// <summary>A JSON body of the management calls: at most 1 MB, and with no member that the call does not know.</summary>
internal sealed class Body<T> : IBound, IEndpointParameterMetadataProvider where T : class
{
    private const int Limit = 1024 * 1024;

    private readonly T? _value;

    private Body(T value) => _value = value;

    private Body(Problem problem) => Problem = problem;

    public Problem? Problem { get; }

    public T Value => _value ?? throw new InvalidOperationException("The body was not usable; the filter should have answered.");

    public static async ValueTask<Body<T>> BindAsync(HttpContext context)
    {
        try
        {
            var bytes = await BodyReader.Read(context.Request.Body, Limit, context.RequestAborted);
            return bytes is null ? new(Problem.TooLarge(Limit)) : Parse(bytes, context);
        }
        catch (BadHttpRequestException bad)
        {
            return new(new Problem(bad.StatusCode));
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    private static Body<T> Parse(byte[] bytes, HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        try
        {
            var errors = BodyCheck.Of(bytes, type);
            return errors.Count > 0 ? new(Problem.Bad(errors))
                : JsonSerializer.Deserialize(bytes, type) is { } value ? new(value)
                : new(Problem.Bad("The body must be a JSON object."));
        }
        catch (JsonException exception)
        {
            return new(Problem.Bad(new FieldError(Field(exception), Message(exception))));
        }
    }

    private static string Field(JsonException exception) =>
        exception.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "body";

    // The serializer's own words name types of ours; what a caller needs is the place.
    private static string Message(JsonException exception) => exception switch
    {
        { Path: { Length: > 2 } } => "Has a value of the wrong type.",
        { LineNumber: { } line, BytePositionInLine: { } column } => $"Is not valid JSON, at line {line + 1}, byte {column + 1}, or lacks a required member.",
        _ => "Is not valid JSON, or lacks a required member.",
    };
}
