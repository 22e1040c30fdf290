using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Core.Time;
using Crm.Silo.Http;

namespace Crm.Silo.Segments;

/// <param name="Name">What people call it, 1 to 200 characters.</param>
/// <param name="Rule">Who belongs to it: text of the rule language as a string, or its JSON form.</param>
internal sealed record PutSegmentBody(string? Name, JsonElement Rule);

/// <summary>A segment and how it stands.</summary>
internal sealed record SegmentBody
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The rule's JSON form.</summary>
    public required JsonElement Rule { get; init; }

    /// <summary>The rule's text form.</summary>
    public required string Text { get; init; }

    /// <summary>Rises when the rule changes; also the ETag.</summary>
    public required int Version { get; init; }

    /// <summary>"backfilling" until every customer was judged by this version, then "live".</summary>
    public required string State { get; init; }

    /// <summary>The part of the log's partitions in which this version holds, from 0 to 1.</summary>
    public required double Progress { get; init; }

    /// <summary>Members at the instant asOf.</summary>
    public required long Count { get; init; }

    public required Instant AsOf { get; init; }

    /// <summary>Of a rule that was just put and looks back further than the archive goes: events that the log took before this it does not know of.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Instant? HistoryFrom { get; init; }
}

/// <param name="Customer">Such as u:2261.</param>
/// <param name="Since">When the customer entered.</param>
/// <param name="Version">Of the segment, by which the customer is a member.</param>
internal sealed record MemberBody(string Customer, Instant Since, int Version);

/// <param name="Items">Members, by customer.</param>
/// <param name="Next">Null at the end.</param>
/// <param name="ChangesAfter">On the first page: the <c>after</c> with which the segment's changes continue this listing without gap or repeat.</param>
internal sealed record MembersPage(IReadOnlyList<MemberBody> Items, string? Next, string? ChangesAfter);

/// <param name="Id">Of the segment.</param>
/// <param name="Sizes">Members when each day ended, oldest first; the last is now. Null where that is not known any more.</param>
internal sealed record TrendBody(string Id, IReadOnlyList<long?> Sizes);

/// <param name="Items">All segments, by id.</param>
/// <param name="From">The first day, in the store's time zone.</param>
/// <param name="To">The last one, which is under way.</param>
internal sealed record TrendsBody(IReadOnlyList<TrendBody> Items, DateOnly From, DateOnly To);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PutSegmentBody))]
[JsonSerializable(typeof(Page<SegmentBody>))]
[JsonSerializable(typeof(MembersPage))]
[JsonSerializable(typeof(TrendsBody))]
internal sealed partial class SegmentJson : JsonSerializerContext;
