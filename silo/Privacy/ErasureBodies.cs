using System.Reflection;
using System.Text.Json.Serialization;
using Crm.Core.Time;
using Crm.Postgres.Privacy;
using Crm.Silo.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Crm.Silo.Privacy;

/// <param name="Block">Whether what comes of this id later is dropped for good; default false: what is dated later begins a new customer.</param>
internal sealed record EraseBody(bool Block = false);

/// <summary>An <see cref="EraseBody"/>, or no body at all.</summary>
internal sealed record EraseRequest(bool Block, Problem? Problem) : IBound, IEndpointParameterMetadataProvider
{
    public static async ValueTask<EraseRequest> BindAsync(HttpContext context)
    {
        if (context.Request.ContentLength is 0 || (context.Request.ContentLength is null && context.Request.ContentType is null))
        {
            return new(false, null);
        }

        var body = await Body<EraseBody>.BindAsync(context);
        return body.Problem is { } problem ? new(false, problem) : new(body.Value.Block, null);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(EraseBody), isOptional: true));
}

/// <summary>An erasure: how far it is, and once it is done its receipt.</summary>
internal sealed record ErasureBody
{
    public required string Id { get; init; }

    public required string Store { get; init; }

    /// <summary>A keyed hash of the customer's id: the same in every erasure of the same customer, and no way back to it.</summary>
    public required string Customer { get; init; }

    /// <summary>asked, logged, retired, buried, removed or completed, in this order.</summary>
    public required string State { get; init; }

    public required bool Block { get; init; }

    /// <summary>The id of the API key that asked.</summary>
    public required string AskedBy { get; init; }

    public required Instant RequestedAt { get; init; }

    /// <summary>Null until all is done.</summary>
    public required Instant? CompletedAt { get; init; }

    /// <summary>What was removed where, and when.</summary>
    public required IReadOnlyList<RemovedBody> Removed { get; init; }

    /// <summary>What is out of this system's reach or stays for a while, and for how long.</summary>
    public required IReadOnlyList<RemainsBody> Remains { get; init; }

    /// <summary>With <c>?wait=applied</c>: whether the customer was forgotten when this was answered; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Applied { get; init; }
}

/// <param name="Place">customer, memberships, archive, changes, merges, actions, runs, history, deadLetters, deadLettersByContent, log or keys.</param>
/// <param name="Rows">How many.</param>
internal sealed record RemovedBody(string Place, long Rows, Instant At)
{
    public static RemovedBody Of(ErasedPlace place) => new(place.Place, place.Rows, place.At);
}

/// <param name="Place">Such as changes, backups or topic crm.events.</param>
/// <param name="What">What of the person may still be there.</param>
/// <param name="Until">When it goes by itself; null where that is not ours to say.</param>
internal sealed record RemainsBody(string Place, string What, Instant? Until);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ErasureBody))]
[JsonSerializable(typeof(EraseBody))]
internal sealed partial class ErasureJson : JsonSerializerContext;
