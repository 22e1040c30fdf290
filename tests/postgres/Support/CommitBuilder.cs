using System.Collections.Immutable;
using System.Text;
using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Rfm;
using Crm.Core.Time;
using Crm.Core.Values;
using Crm.GrainInterfaces.Customers;
using Crm.Ingest.Commits;

namespace Crm.Postgres.Tests.Support;

/// <summary>Makes commits one after the other, as a pump would.</summary>
internal static class CommitBuilder
{
    public static readonly Instant Now = Instant.From(new DateTimeOffset(2026, 3, 14, 15, 9, 26, TimeSpan.Zero));

    public static PartitionCommit Next(PartitionRow row, int feedRows = 0) => new()
    {
        Partition = row.Partition,
        Epoch = row.Epoch,
        ExpectedNumber = row.CommitNumber,
        Durable = Progress.Through(row.Durable.Offset + 1),
        Replay = new(row.Durable.Offset + 1, ImmutableDictionary<string, StoreContext>.Empty.Add("demo", new(Now, 1)), row.Replay.Marks),
        NextFeedNumber = row.NextFeedNumber + feedRows,
        ForwardNumbers = row.ForwardNumbers,
    };

    public static PartitionRow After(PartitionRow row, PartitionCommit commit) =>
        row with
        {
            CommitNumber = row.CommitNumber + 1,
            Durable = commit.Durable,
            Replay = commit.Replay,
            NextFeedNumber = commit.NextFeedNumber,
            ForwardNumbers = commit.ForwardNumbers,
        };

    public static ForwardRow Forward(int target, long number) =>
        new(target, number, $"demo/u:{target}", Now.PlusMilliseconds(number), Encoding.UTF8.GetBytes($"{target}:{number}"), number == 1 ? $"trace {target}" : null);

    /// <summary>One row of every kind, of customers <c>u:{tag}…</c>.</summary>
    public static PartitionCommit OfEveryKind(PartitionRow row, string tag)
    {
        var commit = Next(row, feedRows: 2);
        commit.Archive.Add(new(row.Durable.Offset + 1, new CustomerKey("demo", $"u:{tag}"), Now, Track("Order Completed", $$"""{"tag":"{{tag}}"}""")));
        commit.DeadLetters.Add(new(row.Durable.Offset + 1, $"demo/u:{tag}", Now, RejectReason.MissingIds, "no\0id", "{}"u8.ToArray()));
        commit.Feed.Add(Entered(row.NextFeedNumber, "vip", $"u:{tag}"));
        commit.Feed.Add(Entered(row.NextFeedNumber + 1, "loyal", $"u:{tag}") with { Change = FeedChange.Left, EventAt = null, Cause = Cause.Time });
        commit.Memberships[("demo", "vip", $"u:{tag}")] = new(true, Now, 1, row.NextFeedNumber);
        commit.Memberships[("demo", "loyal", $"u:{tag}")] = new(false, Now, 1, row.NextFeedNumber + 1);
        commit.SegmentCounts[("demo", "vip")] = 1;
        commit.RfmCounts[("demo", new RfmScores(5, 4, 3))] = 1;
        commit.Seen[("demo", new(EventType.Track, "Order Completed", "", ValueKind.Missing))] = new(1, Now);
        commit.Days[("demo", new(2026, 3, 14))] = new(1, 12.50m, 0, 0);
        commit.Activity["demo"] = new(1, 2);
        commit.Forwards.Add(Forward(3, row.ForwardNumbers is [_, _, _, var last, ..] ? last + 1 : 1));
        commit.ForwardNumbers = [0, 0, 0, commit.Forwards[0].Number];
        commit.Snapshots[$"demo/u:{tag}"] = Snapshot(row.Durable.Offset + 1, tag);
        return commit;
    }

    public static CustomerSnapshot Snapshot(long offset, string tag, Instant? nextWake = null, long woken = 0) => new(
        new Position(offset, new Instant(woken)), 1, nextWake ?? Instant.Never, Encoding.UTF8.GetBytes(tag),
        new CustomerColumns { Email = $"{tag}@example.com", Orders = 2, Revenue = 12.50m, LastOrder = Now, R = 5, F = 4, M = 3 });

    public static Event Track(string name, string json) => new()
    {
        Type = EventType.Track,
        Name = name,
        MessageHash = ulong.MaxValue,
        At = Now,
        ReceivedAt = Now,
        UserId = "1",
        Json = Encoding.UTF8.GetBytes(json),
    };

    public static FeedRow Entered(long number, string segment, string customer) =>
        new(number, "demo", segment, customer, FeedChange.Entered, 1, 1, Now, Now, Now, Cause.Event, 7);
}
