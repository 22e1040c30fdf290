using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Rfm;
using Crm.Core.Seen;
using Crm.Core.Time;
using Crm.GrainInterfaces.Customers;

namespace Crm.Ingest.Commits;

/// <summary>Everything that one transaction of a partition writes. Built by one pump; read only once it was handed over, so that it can be repeated as it is.</summary>
public sealed class PartitionCommit
{
    public PartitionCommit() { }

    /// <summary>An empty one with the collections of one that is durable: they have grown to what the partition's commits need, mostly into large objects.</summary>
    /// <param name="used">Nobody else may have it.</param>
    [SetsRequiredMembers]
    public PartitionCommit(PartitionCommit used)
    {
        (Partition, Epoch) = (used.Partition, used.Epoch);
        Forwards = Again(used.Forwards);
        Forwarded = Again(used.Forwarded);
        Archive = Again(used.Archive);
        Uncounted = Again(used.Uncounted);
        DeadLetters = Again(used.DeadLetters);
        Feed = Again(used.Feed);
        Memberships = Again(used.Memberships);
        SegmentCounts = Again(used.SegmentCounts);
        RfmCounts = Again(used.RfmCounts);
        Seen = Again(used.Seen);
        Days = Again(used.Days);
        Activity = Again(used.Activity);
        Actions = Again(used.Actions);
        Runs = Again(used.Runs);
        DroppedSegments = Again(used.DroppedSegments);
        Snapshots = Again(used.Snapshots);
    }

    public required int Partition { get; init; }

    public required long Epoch { get; init; }

    /// <summary>The number the row must have; the commit leaves it one higher.</summary>
    public long ExpectedNumber { get; set; }

    public Progress Durable { get; set; }

    public ReplayStart Replay { get; set; } = ReplayStart.None;

    /// <summary>As the commit leaves it: the feed rows before it are numbered without a gap.</summary>
    public long NextFeedNumber { get; set; }

    /// <summary>The last number given to a record for each target, as the commit leaves it.</summary>
    public ImmutableArray<long> ForwardNumbers { get; set; } = [];

    /// <summary>The number of the last record taken from each source, as of <see cref="Durable"/>.</summary>
    public ImmutableArray<long> Marks { get; set; } = [];

    /// <summary>Records to be appended to their home once this commit is durable, by target in the order of their numbers.</summary>
    public List<ForwardRow> Forwards { get; } = [];

    /// <summary>Forwarding rows of earlier commits that go: they stand in their home's log, through this number of each target.</summary>
    public List<(int Target, long Through)> Forwarded { get; } = [];

    public List<ArchiveRow> Archive { get; } = [];

    /// <summary>Notes that leave the archive, also one that comes into it in this commit.</summary>
    public List<(CustomerKey Customer, NotePlace Note)> DeletedNotes { get; } = [];

    /// <summary>Where the log keeps the archive: events of this partition that did not count and are no dead letters.</summary>
    public List<long> Uncounted { get; } = [];

    public List<DeadLetterRow> DeadLetters { get; } = [];

    public List<FeedRow> Feed { get; } = [];

    /// <summary>At most one row a segment and customer: how it stands at the end of the commit.</summary>
    public Dictionary<(string Store, string Segment, string Customer), MembershipRow> Memberships { get; } = [];

    /// <summary>What is added to the count of (store, segment) in this partition.</summary>
    public Dictionary<(string Store, string Segment), long> SegmentCounts { get; } = [];

    /// <summary>What is added to the number of customers in an RFM cell of the store, in this partition.</summary>
    public Dictionary<(string Store, RfmScores Scores), long> RfmCounts { get; } = [];

    /// <summary>What is added to how often names of events and properties were seen in the store, in this partition.</summary>
    public Dictionary<(string Store, SeenKey Key), SeenRow> Seen { get; } = [];

    /// <summary>What is added to the figures of the store's days, in this partition.</summary>
    public Dictionary<(string Store, DateOnly Day), DayFigures> Days { get; } = [];

    /// <summary>What is added to how much of the store is visible, in this partition.</summary>
    public Dictionary<string, ActivityRow> Activity { get; } = [];

    /// <summary>In the order in which they came about.</summary>
    public List<ActionRow> Actions { get; } = [];

    /// <summary>Runs that started or ended.</summary>
    public Dictionary<(string Store, string Automation, string Customer, long Run), RunRow> Runs { get; } = [];

    /// <summary>Segments whose memberships and count in this partition go.</summary>
    public List<(string Store, string Segment)> DroppedSegments { get; } = [];

    /// <summary>At most one a customer, the newest.</summary>
    public Dictionary<string, CustomerSnapshot> Snapshots { get; } = [];

    /// <summary>Its size, the partition's own row left out.</summary>
    public long Rows =>
        Archive.Count + Uncounted.Count + DeadLetters.Count + Feed.Count + Memberships.Count + SegmentCounts.Count + RfmCounts.Count
        + Seen.Count + Days.Count + Activity.Count + Actions.Count + Runs.Count + Snapshots.Count + Forwards.Count;

    // What was mostly empty has become too large: after a busy time it goes.
    private static List<T> Again<T>(List<T> used)
    {
        var fits = used.Count >= used.Capacity / 4;
        used.Clear();
        return fits ? used : [];
    }

    private static Dictionary<TKey, TValue> Again<TKey, TValue>(Dictionary<TKey, TValue> used)
        where TKey : notnull
    {
        var fits = used.Count >= used.Capacity / 4;
        used.Clear();
        return fits ? used : [];
    }
}

/// <summary>An event that counted.</summary>
public readonly record struct ArchiveRow(long Offset, CustomerKey Customer, Instant AppendedAt, Event Event);

/// <summary>An event that was read in another partition than its home.</summary>
/// <param name="Target">Its home.</param>
/// <param name="Number">From 1 without a gap, among those from this partition to the target.</param>
/// <param name="Key">Of its customer.</param>
/// <param name="AppendedAt">When the log took it where it was read.</param>
/// <param name="TraceParent">Of the recorded trace that it belongs to; null for nearly all.</param>
public readonly record struct ForwardRow(int Target, long Number, string Key, Instant AppendedAt, ReadOnlyMemory<byte> Payload, string? TraceParent = null);

/// <summary>A record that could not be decoded or applied, whole.</summary>
public readonly record struct DeadLetterRow(long Offset, string Key, Instant AppendedAt, RejectReason? Reason, string Detail, ReadOnlyMemory<byte> Payload);

/// <param name="Count">Events that had the name.</param>
/// <param name="LastAt">When the last of them happened.</param>
public readonly record struct SeenRow(long Count, Instant LastAt);

/// <param name="Events">Events that counted.</param>
/// <param name="Changes">Entries of the feed about customers.</param>
public readonly record struct ActivityRow(long Events, long Changes);

/// <summary>One entry of the change feed.</summary>
/// <param name="Customer">Within the store, such as <c>u:2261</c>; empty for a change of the segment itself.</param>
/// <param name="Segment">Empty for a change of the customer.</param>
/// <param name="Sequence">The customer's running number of changes of the segment.</param>
/// <param name="Into">Of a merge: the customer that it is a part of from here on.</param>
public readonly record struct FeedRow(
    long Number, string Store, string Segment, string Customer, FeedChange Change, int Version, long Sequence,
    Instant At, Instant? EventAt, Instant RecordedAt, Cause Cause, long Offset, string? Into = null);

public enum FeedChange : byte { Entered, Left, SegmentLive, SegmentDeleted, Merged, Erased }

/// <param name="Member">False: the row goes.</param>
/// <param name="FeedNumber">Of the entry that made it so.</param>
public readonly record struct MembershipRow(bool Member, Instant Since, int Version, long FeedNumber);
