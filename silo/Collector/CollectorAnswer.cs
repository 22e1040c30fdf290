using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crm.Core.Customers.Json;

namespace Crm.Silo.Collector;

/// <summary>The log has the events.</summary>
internal sealed record CollectorAnswer(bool Success)
{
    /// <summary>Of a batch: the events that will not count, each kept as a dead letter.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RejectedEvent>? Rejected { get; init; }

    /// <summary>With <c>?wait=applied</c>: whether the effects could be read when this was answered.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Applied { get; init; }

    /// <summary>With <c>?wait=applied</c> and a secret key: the events' customers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CustomerMemberships>? Customers { get; init; }
}

/// <param name="Index">In the batch, from 0.</param>
/// <param name="MessageId">Null where it has none that can be told.</param>
/// <param name="Reason">A name such as <c>missingIds</c>.</param>
internal sealed record RejectedEvent(int Index, string? MessageId, string Reason);

internal sealed record CustomerMemberships(string Id, ImmutableArray<Membership> Segments);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CollectorAnswer))]
internal sealed partial class CollectorJson : JsonSerializerContext;
