using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.GrainInterfaces.Customers;
using Crm.Ingest.Pumps;

namespace Crm.Ingest.Customers;

/// <summary>Calls one customer until the batch is applied: brings a customer that lost its state back to where the pump knows it was.</summary>
internal sealed class CustomerCaller(CustomerReplay replay)
{
    private ImmutableHashSet<long> _skipped = [];

    /// <summary>Records that became dead letters: they are never applied again. Several customers' answers may add to them at once.</summary>
    public IReadOnlySet<long> Skipped => Volatile.Read(ref _skipped);

    public void Skip(IEnumerable<long> offsets) => ImmutableInterlocked.Update(ref _skipped, static (skipped, more) => skipped.Union(more), offsets);

    /// <returns>The result of the whole batch, with the failures of every attempt.</returns>
    public async ValueTask<ApplyResult> Finish(CustomerSlot slot, RecordBatch batch, ValueTask<ApplyResult> call, CancellationToken cancellationToken)
    {
        List<RecordFailure>? thrown = null;
        while (true)
        {
            var result = await call;
            if (result.Status == ApplyStatus.Fenced)
            {
                throw new PumpFencedException($"The customers of this partition have seen a later owner than epoch {batch.Epoch}.");
            }

            if (result.Status == ApplyStatus.Reloaded)
            {
                batch = await Recover(slot, batch, result, cancellationToken);
            }
            else if (result.Failures is [.., { Reason: null } failure])
            {
                (thrown ??= []).Add(failure);
                Skip([failure.Offset]);
                batch = batch with { Expected = slot.Position, Records = batch.Records.RemoveAll(record => record.Offset == failure.Offset) };
            }
            else
            {
                return thrown is null ? result : result with { Failures = result.Failures.AddRange(thrown) };
            }

            call = slot.Grain.Apply(batch);
        }
    }

    private async ValueTask<RecordBatch> Recover(CustomerSlot slot, RecordBatch batch, ApplyResult reloaded, CancellationToken cancellationToken)
    {
        if (slot.Position is { } known && known != reloaded.Position)
        {
            if (known < reloaded.Position)
            {
                throw new PumpStoppedException("A customer is stored further than this pump has brought it.");
            }

            await replay.Run(slot, batch, reloaded.Position, known, Skipped, cancellationToken);
            return batch with { Expected = known };
        }

        slot.Position = reloaded.Position;
        slot.NextWake = reloaded.NextWake;
        return batch with { Expected = reloaded.Position, Records = After(batch.Records, reloaded.Position.Offset) };
    }

    private static ImmutableArray<CustomerRecord> After(ImmutableArray<CustomerRecord> records, long offset) =>
        records.Length == 0 || records[0].Offset > offset ? records : records.RemoveAll(record => record.Offset <= offset);
}
