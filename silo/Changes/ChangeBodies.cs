using System.Text.Json.Serialization;
using Crm.Core.Time;

namespace Crm.Silo.Changes;

/// <summary>One entry of the change feed.</summary>
internal sealed record ChangeBody
{
    /// <summary>The same however often it is delivered, and whatever crashed in between.</summary>
    public required string Id { get; init; }

    public required int Partition { get; init; }

    /// <summary>Rises within the partition: drop what is at or below your mark.</summary>
    public required long Number { get; init; }

    /// <summary>Null for a change of the customer: merged or erased.</summary>
    public required string? Segment { get; init; }

    /// <summary>Null for a change of the segment itself.</summary>
    public required string? Customer { get; init; }

    /// <summary>Of merged: the customer that this one is a part of from here on; else absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Into { get; init; }

    /// <summary>entered, left, segmentLive, segmentDeleted, merged or erased.</summary>
    public required string Change { get; init; }

    /// <summary>The instant at which it came about; never falls within a partition.</summary>
    public required Instant At { get; init; }

    /// <summary>When the event that caused it happened; null where no event did.</summary>
    public required Instant? EventAt { get; init; }

    public required Instant RecordedAt { get; init; }

    /// <summary>event, time, definition, merge or erasure.</summary>
    public required string Cause { get; init; }

    /// <summary>Of the segment.</summary>
    public required int Version { get; init; }
}

/// <param name="Items">In the order of each partition.</param>
/// <param name="Next">The <c>after</c> that continues; never null, as a feed has no end.</param>
internal sealed record ChangesPage(IReadOnlyList<ChangeBody> Items, string Next);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChangesPage))]
internal sealed partial class ChangeJson : JsonSerializerContext;
