using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Rfm;
using Crm.Core.Time;
using Crm.GrainInterfaces.Customers;
using Crm.Ingest.Commits;
using Crm.Ingest.Customers;
using Crm.Ingest.Decoding;
using Crm.Ingest.Pumps;

namespace Crm.Ingest.Backfill;

/// <summary>
/// Brings a new definition version to every customer of the partition as of its control record, before any later record:
/// everything before is made durable, then the stored customers are taken page by page. A snapshot's version is the progress. Of a version that only
/// brings new cuts all but those whom they concern are left alone: they take it with whatever changes them next.
/// </summary>
internal sealed class Backfiller(
    PartitionRow row, PumpServices services, PartitionStores stores, CustomerSlots slots, CommitQueue commits, BatchRunner runner, BatchBuilder builder, CustomerCaller caller)
{
    private const int StoreAtOnce = 2_000;

    private readonly EffectWriter _writer = new(row, services, commits);
    private readonly History _history = new(row, services);

    /// <param name="batch">The pump's.</param>
    /// <param name="control">The control record.</param>
    /// <param name="reached">The last record before it.</param>
    /// <param name="cancellationToken">Ends it between pages.</param>
    public async ValueTask Run(Batch batch, DecodedRecord control, long reached, CancellationToken cancellationToken)
    {
        if (await stores.Find(control.Store, cancellationToken) is not { } store || control.Definitions <= store.Definitions.Version)
        {
            await Pass(batch, control, reached, cancellationToken);
            return;
        }

        if (caller.Skipped.Contains(control.Offset) || await Find(store, control.Definitions, cancellationToken) is not { } next)
        {
            await Pass(batch, control with { Trouble = $"There is no definition version {control.Definitions}." }, reached, cancellationToken);
            return;
        }

        var now = LogTime.NowAfter(store.Settings, store.Now, control);
        while (await builder.BuildWakes(batch, store, control, now, reached, cancellationToken))
        {
            await runner.Run(batch, cancellationToken);
            await commits.Offer();
        }

        while (await runner.StoreIdle(batch, StoreAtOnce, cancellationToken))
        {
            await commits.Drain();
        }

        await commits.Drain();
        await TakePages(batch, store, next, control, now, reached, cancellationToken);
        await Complete(batch, store, next, control, reached, cancellationToken);
    }

    private async ValueTask<StoreDefinitions?> Find(StoreState store, int version, CancellationToken cancellationToken)
    {
        try
        {
            return await services.Definitions.Get(store.Name, version, cancellationToken);
        }
        catch (KeyNotFoundException)
        {
            return null; // a record that names what is not there: one bad record stops nothing
        }
    }

    private async ValueTask TakePages(
        Batch batch, StoreState store, StoreDefinitions next, DecodedRecord control, Instant now, long reached, CancellationToken cancellationToken)
    {
        var names = next.Rules.NewEventNames(store.Definitions.Rules);
        var move = next.DiffersInCutsOnly(store.Definitions) ? CutsMove.Between(store.Definitions, next, now) : null;
        await _history.Begin(store.Name, names, control.Offset, cancellationToken);
        for (var after = ""; ;)
        {
            var page = move is null
                ? await services.Backfill.Keys(row.Partition, store.Name, after, services.Options.BackfillPage, cancellationToken)
                : await services.Backfill.Concerned(row.Partition, store.Name, after, services.Options.BackfillPage, move, cancellationToken);
            if (page.Count == 0)
            {
                await _history.End(cancellationToken);
                return;
            }

            after = page[^1].Key;
            var behind = page.Where(key => key.Definitions < next.Version).Select(static key => key.Key).ToArray();
            if (behind.Length == 0)
            {
                continue; // taken before a restart
            }

            var history = await History(store, behind, names, cancellationToken);
            batch.Begin(reached);
            stores.BeginBatch();
            foreach (var key in behind)
            {
                var slot = slots.GetOrAdd(key, store);
                batch.Touch(slot);
                runner.CallWith(batch, slot, Adopt(slot, next, control, now, history.GetValueOrDefault(key, [])), cancellationToken);
            }

            await runner.FinishCalls(batch, cancellationToken);
            commits.Reach(batch.Number, new Progress(reached, Instant.Never, after), stores.StartAfter(reached), behind.Length, 0);
            await commits.Offer();
            slots.Trim(services.Options.KnownCustomers);
        }
    }

    private RecordBatch Adopt(
        CustomerSlot slot, StoreDefinitions next, DecodedRecord control, Instant now, ImmutableArray<CustomerRecord> history) => new()
        {
            Epoch = row.Epoch,
            Expected = slot.Position,
            Through = control.Offset,
            WakeThrough = now,
            Definitions = next.Version,
            Backfill = history,
            Snapshot = true,
        };

    private async ValueTask Complete(
        Batch batch, StoreState store, StoreDefinitions next, DecodedRecord control, long reached, CancellationToken cancellationToken)
    {
        var before = store.Definitions.Rules.Segments.ToDictionary(static segment => segment.Id);
        store.Definitions = next;
        store.Wakes.LoadedThrough = Instant.Earlier(store.Wakes.LoadedThrough, store.Now); // who was left alone can be due earlier
        await Pass(batch, control, reached, cancellationToken);
        if (control.Offset <= row.Durable.Offset)
        {
            await commits.Drain();
            return; // a replay: the entries are in the feed
        }

        foreach (var segment in next.Rules.Segments)
        {
            if (!before.Remove(segment.Id, out var known) || known.Version != segment.Version)
            {
                _writer.WriteSegment(store.Name, segment.Id, FeedChange.SegmentLive, segment.Version, store.Now, control.Offset);
            }
        }

        foreach (var gone in before.Values.OrderBy(static segment => segment.Id, StringComparer.Ordinal))
        {
            commits.Open.DroppedSegments.Add((store.Name, gone.Id));
            _writer.WriteSegment(store.Name, gone.Id, FeedChange.SegmentDeleted, gone.Version, store.Now, control.Offset);
        }

        await commits.Drain();
    }

    // The record itself, as a batch of its own: its time passes and its position is reached.
    private async ValueTask Pass(Batch batch, DecodedRecord control, long reached, CancellationToken cancellationToken)
    {
        while (await builder.Build(batch, new[] { control }, 0, reached, cancellationToken) == 0)
        {
            await runner.Run(batch, cancellationToken);
            await commits.Offer();
        }

        await runner.Run(batch, cancellationToken);
    }

    private async ValueTask<Dictionary<string, ImmutableArray<CustomerRecord>>> History(
        StoreState store, string[] customers, IReadOnlySet<string> names, CancellationToken cancellationToken)
    {
        var archived = await _history.Of(store.Name, customers, names, cancellationToken);
        return archived.GroupBy(static past => past.Key).ToDictionary(
            static past => past.Key,
            static past => past.Select(Decode).OfType<CustomerRecord>().ToImmutableArray());
    }

    private static CustomerRecord? Decode(ArchivedEvent past) =>
        EventDecoder.Decode(past.Json, past.AppendedAt).Event is { } e ? new CustomerRecord(past.Offset, past.AppendedAt, e) : null;
}
