using System.Text.Json;
using Crm.Core.Time;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Crm.Silo.Docs;

/// <summary>Says of types with a converter of their own what they look like.</summary>
internal static class Schemas
{
    public static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(Instant) || type == typeof(Instant?))
        {
            schema.Type = JsonSchemaType.String | (type == typeof(Instant?) ? JsonSchemaType.Null : default);
            schema.Format = "date-time";
        }
        else if (type == typeof(JsonElement) || type == typeof(JsonElement?))
        {
            schema.Description ??= "Any JSON.";
        }

        return Task.CompletedTask;
    }
}
