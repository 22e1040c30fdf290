using Microsoft.OpenApi;

namespace Crm.Silo.Docs;

/// <summary>What the collector takes, which it reads from bytes and not into a type.</summary>
internal static class Events
{
    public static OpenApiRequestBody Body(bool isBatch)
    {
        var schema = isBatch ? Batch() : Event();
        return new()
        {
            Required = true,
            Description = "JSON, whatever Content-Type says; gzip is told by Content-Encoding or by its first bytes.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType { Schema = schema },
                ["text/plain"] = new OpenApiMediaType { Schema = schema },
            },
        };
    }

    private static OpenApiSchema Batch() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "batch" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["batch"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Event(), MinItems = 1, MaxItems = Collector.CollectorLimits.EventsPerBatch },
            ["sentAt"] = Time("The sender's clock when it sent this; for events without their own."),
            ["context"] = Object("Completes the context of every event."),
            ["writeKey"] = Text("Instead of Basic credentials."),
        },
    };

    private static OpenApiSchema Event() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("In a batch: track, identify, page, screen, group or alias."),
            ["event"] = Text("Of track: the event's name."),
            ["name"] = Text("Of page and screen: its name."),
            ["userId"] = Text("This or anonymousId is required; up to 256 bytes."),
            ["anonymousId"] = Text("This or userId is required; up to 256 bytes."),
            ["groupId"] = Text("Of group: the company that the customer belongs to."),
            ["messageId"] = Text("Makes a resend harmless."),
            ["timestamp"] = Time("When it happened, by the sender's clock; not more than 24 hours ahead."),
            ["sentAt"] = Time("The sender's clock when it sent this, by which timestamp is corrected."),
            ["properties"] = Object("Of track, page and screen."),
            ["traits"] = Object("Of identify and group."),
            ["context"] = Object("Where the event came from."),
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiSchema Time(string description) => new() { Type = JsonSchemaType.String, Format = "date-time", Description = description };

    private static OpenApiSchema Object(string description) => new() { Type = JsonSchemaType.Object, Description = description };
}
