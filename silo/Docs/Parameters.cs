using Crm.Silo.Access;
using Crm.Silo.Changes;
using Crm.Silo.Customers;
using Crm.Silo.Http;
using Crm.Silo.Segments;
using Microsoft.OpenApi;

namespace Crm.Silo.Docs;

/// <summary>The parameters that arguments of these types stand for.</summary>
internal static class Parameters
{
    public static IEnumerable<IOpenApiParameter> Of(HashSet<Type> types, IList<object> metadata)
    {
        if (types.Contains(typeof(Paging)))
        {
            yield return Query("limit", JsonSchemaType.Integer, $"How many at most; default {Paging.DefaultLimit}, up to {Paging.MaxLimit}.");
            yield return Query("cursor", JsonSchemaType.String, "The \"next\" of the page before.");
        }

        if (types.Contains(typeof(Following)))
        {
            yield return Query("limit", JsonSchemaType.Integer, $"How many at most; default {Following.DefaultLimit}, up to {Following.MaxLimit}.");
            yield return Query("after", JsonSchemaType.String, "Where to go on: the \"next\" of an answer, a listing's \"changesAfter\", or \"now\"; without it from the oldest kept.");
        }

        if (types.Contains(typeof(Days)))
        {
            yield return Query("days", JsonSchemaType.Integer, $"How many, today included; default {Days.Default}, up to {Days.Most}.");
        }

        if (types.Contains(typeof(TimelineQuery)))
        {
            yield return Query("type", JsonSchemaType.String, $"Some of {string.Join(", ", TimelineQuery.Types)}, with commas between them; default all.");
            yield return Query("name", JsonSchemaType.String, "The name of the event; default any.");
            yield return Query("from", JsonSchemaType.String, "The first instant; default the oldest.");
            yield return Query("to", JsonSchemaType.String, "The first instant after it; default none.");
        }

        if (types.Contains(typeof(AccessQuery)))
        {
            yield return Query("customer", JsonSchemaType.String, "One customer, by any id; default all.");
            yield return Query("key", JsonSchemaType.String, "The id of a key; default any.");
            yield return Query("from", JsonSchemaType.String, "The first instant; default the oldest.");
            yield return Query("to", JsonSchemaType.String, "The first instant after it; default none.");
        }

        if (types.Contains(typeof(Wait)) || metadata.OfType<WaitsFor>().Any())
        {
            var what = metadata.OfType<WaitsFor>().FirstOrDefault()?.What ?? "applied";
            yield return Query("wait", JsonSchemaType.String, $"\"{what}\": answer once that is so, or the time is up.");
            yield return Query("timeout", JsonSchemaType.Integer, "How long to wait, in milliseconds; default 5000, up to 30000.");
        }

        if (types.Contains(typeof(IdempotencyKey)))
        {
            yield return Header("Idempotency-Key", "The same key again is the same write.");
        }

        if (types.Contains(typeof(IfMatch)))
        {
            yield return Header("If-Match", "The ETag that may be replaced.");
        }
    }

    private static OpenApiParameter Query(string name, JsonSchemaType type, string description) =>
        new() { Name = name, In = ParameterLocation.Query, Description = description, Schema = new OpenApiSchema { Type = type } };

    private static OpenApiParameter Header(string name, string description) =>
        new() { Name = name, In = ParameterLocation.Header, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
