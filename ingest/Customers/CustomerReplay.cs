using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.GrainInterfaces.Customers;
using Crm.Ingest.Commits;
using Crm.Ingest.Decoding;
using Crm.Ingest.Forwarding;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;

namespace Crm.Ingest.Customers;

/// <summary>
/// Replays one customer, silently: the log from where replay starts, with each store's now and the marks as of there, so that every
/// record gets the same now and fate again. What it brings about is known already and dropped.
/// </summary>
internal sealed class CustomerReplay(
    int partition, ILog log, Func<ReplayStart> start, int readLimit, Func<DecodedRecord, CancellationToken, ValueTask<DecodedRecord>> attach)
{
    public async ValueTask Run(
        CustomerSlot slot, RecordBatch batch, Position from, Position to, IReadOnlySet<long> skipped, CancellationToken cancellationToken)
    {
        while (from != to)
        {
            var result = await slot.Grain.Apply(new RecordBatch
            {
                Epoch = batch.Epoch,
                Expected = from,
                Through = to.Offset,
                WakeThrough = to.WokenThrough,
                Definitions = slot.Store.Definitions.Version,
                Records = await Collect(slot, from.Offset, to.Offset, skipped, cancellationToken),
            });
            var stored = result.Status == ApplyStatus.Reloaded && from < result.Position; // meanwhile, and then it was lost again
            if (!stored && (result.Status != ApplyStatus.Applied || result.Position != to))
            {
                throw new PumpStoppedException($"A customer replayed to {result.Position} where {to} was expected.");
            }

            from = result.Position;
        }
    }

    private async ValueTask<ImmutableArray<CustomerRecord>> Collect(
        CustomerSlot slot, long after, long through, IReadOnlySet<long> skipped, CancellationToken cancellationToken)
    {
        var replay = start();
        var now = replay.Stores.GetValueOrDefault(slot.Store.Name, new StoreContext(Instant.Min, 0)).Now;
        var home = new HomeRule(partition, log.Partitions, replay);
        var decoder = new RecordDecoder(partition, log.Partitions); // several customers may be replayed at once
        var found = ImmutableArray.CreateBuilder<CustomerRecord>();
        for (var position = replay.Offset; position < through;)
        {
            var read = await log.Read(partition, position, readLimit, cancellationToken);
            if (read.Count == 0)
            {
                throw new PumpStoppedException($"The log of partition {partition} ends at {position}, before {through}.");
            }

            foreach (var decoded in decoder.Decode(read))
            {
                var record = home.Judge(decoded);
                position = record.Offset;
                if (record.Offset > through || record.Store != slot.Store.Name)
                {
                    continue;
                }

                now = LogTime.NowAfter(slot.Store.Settings, now, record);
                if (record.IsForCustomer && record.Offset > after && record.Key == slot.Key.Text && !skipped.Contains(record.Offset))
                {
                    var whole = record.Event.Value.Type == EventType.Unmerge ? await attach(record, cancellationToken) : record;
                    found.Add(new CustomerRecord(record.Offset, now, record.Event.Value, whole.History));
                }
            }
        }

        return found.ToImmutable();
    }
}
