using System.Diagnostics;
using System.Runtime.InteropServices;
using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Rfm;
using Crm.Core.Time;
using Crm.GrainInterfaces.Customers;
using Crm.Ingest.Commits;
using Crm.Ingest.Customers;
using Crm.Ingest.Decoding;
using Crm.Ingest.Telemetry;

namespace Crm.Ingest.Pumps;

/// <summary>Turns effects into rows of the open commit, numbered in the partition's order; what is durable already is dropped.</summary>
internal sealed class EffectWriter(PartitionRow row, PumpServices services, CommitQueue commits)
{
    private readonly long[] _written = new long[Enum.GetValues<EffectKind>().Length]; // by kind, of one batch

    /// <param name="effects">Of one batch; sorted here.</param>
    /// <param name="cursorOffset">The record before which the durable wake cursor stands.</param>
    /// <param name="durable">As this pump found it: replay writes nothing again.</param>
    /// <param name="traces">Of the batch.</param>
    public void Write(List<BatchEffect> effects, long cursorOffset, Progress durable, BatchTraces traces)
    {
        if (effects.Count == 0)
        {
            return;
        }

        effects.Sort();
        var recordedAt = Instant.From(services.Time.GetUtcNow());
        foreach (var effect in effects)
        {
            if (!IsDurable(effect, cursorOffset, durable))
            {
                Write(effect, recordedAt, effect.IsWake ? null : traces.Of(effect.Offset));
                _written[(int)effect.Effect.Kind]++;
            }
        }

        services.Metrics.Effects(_written);
    }

    public void WriteRecords(CustomerSlot slot, in RecordBatch call, in ApplyResult result)
    {
        WriteCounted(slot, call, result);
        foreach (var offset in result.Uncounted)
        {
            WriteUncounted(offset);
        }

        foreach (var failure in result.Failures)
        {
            var record = call.Records.First(record => record.Offset == failure.Offset);
            WriteDeadLetter(failure.Offset, slot.Key.Text, record.Event.ReceivedAt, failure.Reason, failure.Detail, record.Event.Kept);
        }
    }

    public void WriteDeadLetter(long offset, string key, Instant appendedAt, RejectReason? reason, string detail, ReadOnlyMemory<byte> payload)
    {
        if (offset > row.Durable.Offset)
        {
            commits.Open.DeadLetters.Add(new DeadLetterRow(offset, key, appendedAt, reason, detail, payload.ToArray()));
        }
    }

    /// <summary>An event of this partition that counts no second time.</summary>
    public void WriteUncounted(long offset)
    {
        if (services.Options.Archive == ArchiveKeeping.Log && offset > row.Durable.Offset)
        {
            commits.Open.Uncounted.Add(offset);
        }
    }

    // Payloads are copied, here as of dead letters: those of a batch may be lent for as long as it is applied.
    public void WriteForward(in DecodedRecord record, string? traceParent)
    {
        if (record.Offset > row.Durable.Offset)
        {
            commits.Open.Forwards.Add(new ForwardRow(record.Home, commits.TakeForwardNumber(record.Home), record.Key, record.AppendedAt, record.Payload.ToArray(), traceParent));
        }
    }

    /// <summary>An entry about a segment itself, in this partition.</summary>
    public void WriteSegment(string store, string segment, FeedChange change, int version, Instant at, long offset) =>
        commits.Open.Feed.Add(new FeedRow(
            commits.TakeFeedNumber(), store, segment, "", change, version, 0, at, null, Instant.From(services.Time.GetUtcNow()), Cause.Definition, offset));

    /// <summary>Puts how many events of the batch counted, and the names that they have, into the open commit, of each store and name once.</summary>
    public void WriteSeen(IEnumerable<StoreState> stores)
    {
        foreach (var store in stores)
        {
            if (store.Counted > 0)
            {
                Active(store.Name, new(store.Counted, 0));
                store.Counted = 0;
            }

            if (!store.Seen.IsEmpty)
            {
                var (name, seen) = (store.Name, commits.Open.Seen);
                store.Seen.Take((key, count, lastAt) =>
                {
                    ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, (name, key), out _);
                    row = new(row.Count + count, Instant.Later(row.LastAt, lastAt));
                });
            }
        }
    }

    private void WriteCounted(CustomerSlot slot, in RecordBatch call, in ApplyResult result)
    {
        foreach (ref readonly var record in call.Records.AsSpan())
        {
            if (record.Offset > row.Durable.Offset && !result.Uncounted.Contains(record.Offset) && !Failed(result, record.Offset))
            {
                slot.Store.Counted++;
                slot.Store.Seen.Add(record.Event);
                if (services.Options.Archive != ArchiveKeeping.Database)
                {
                    continue;
                }

                commits.Open.Archive.Add(new ArchiveRow(record.Offset, slot.Key, record.Event.ReceivedAt, record.Event));
                if (record.Event.Type == EventType.NoteDeleted && NotePlace.Of(record.Event) is var (note, holder))
                {
                    commits.Open.DeletedNotes.Add((new(slot.Store.Name, holder), note));
                }
            }
        }
    }

    private void Active(string store, ActivityRow added)
    {
        ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(commits.Open.Activity, store, out _);
        row = new(row.Events + added.Events, row.Changes + added.Changes);
    }

    private static bool IsDurable(in BatchEffect effect, long cursorOffset, Progress durable) =>
        effect.Offset <= durable.Offset
        || (effect.IsWake && effect.Offset == cursorOffset && effect.Wake.CompareTo(new Wake(durable.Woken, durable.Key)) <= 0);

    private static bool Failed(in ApplyResult result, long offset)
    {
        foreach (var failure in result.Failures)
        {
            if (failure.Offset == offset)
            {
                return true;
            }
        }

        return false;
    }

    private void Write(in BatchEffect placed, Instant recordedAt, string? traceParent)
    {
        var effect = placed.Effect;
        var open = commits.Open;
        var store = placed.Slot.Store.Name;
        if (effect.Automation is not null)
        {
            JourneyWriter.Write(open, placed, recordedAt, traceParent);
            return;
        }

        switch (effect.Kind)
        {
            case EffectKind.RfmMoved:
                Count(open, store, effect.From, -1);
                Count(open, store, effect.To, 1);
                return;
            case EffectKind.Forward:
                var key = $"{store}/{effect.Other}";
                var home = HomePartition.Of(key, services.Log.Partitions);
                open.Forwards.Add(new ForwardRow(home, commits.TakeForwardNumber(home), key, effect.At, effect.Payload.Bytes.ToArray(), traceParent));
                return;
            case EffectKind.OrdersMoved:
                var (day, added) = effect.Day ?? throw new UnreachableException();
                ref var figures = ref CollectionsMarshal.GetValueRefOrAddDefault(open.Days, (store, day), out _);
                figures += added;
                return;
            case EffectKind.Merged:
                Active(store, new(0, 1));
                open.Feed.Add(new FeedRow(
                    commits.TakeFeedNumber(), store, "", placed.Slot.Key.Id, FeedChange.Merged, 0, 0, effect.At, effect.EventAt, recordedAt, effect.Cause, placed.Offset, effect.Other));
                return;
            case EffectKind.Erased:
                Active(store, new(0, 1));
                open.Feed.Add(new FeedRow(
                    commits.TakeFeedNumber(), store, "", placed.Slot.Key.Id, FeedChange.Erased, 0, 0, effect.At, effect.EventAt, recordedAt, effect.Cause, placed.Offset));
                return;
        }

        var segment = effect.Segment ?? throw new UnreachableException();
        var customer = placed.Slot.Key.Id;
        var entered = effect.Kind == EffectKind.SegmentEntered;
        var number = commits.TakeFeedNumber();
        Active(store, new(0, 1));
        open.Feed.Add(new FeedRow(
            number, store, segment, customer, entered ? FeedChange.Entered : FeedChange.Left, effect.Version, effect.Number,
            effect.At, effect.EventAt, recordedAt, effect.Cause, placed.Offset));
        open.Memberships[(store, segment, customer)] = new MembershipRow(entered, effect.At, effect.Version, number);
        open.SegmentCounts[(store, segment)] = open.SegmentCounts.GetValueOrDefault((store, segment)) + (entered ? 1 : -1);
    }

    private static void Count(PartitionCommit open, string store, RfmScores scores, long change)
    {
        if (!scores.IsNone)
        {
            open.RfmCounts[(store, scores)] = open.RfmCounts.GetValueOrDefault((store, scores)) + change;
        }
    }
}
