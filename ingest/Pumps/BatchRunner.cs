using Crm.Core.Customers;
using Crm.GrainInterfaces.Customers;
using Crm.Ingest.Commits;
using Crm.Ingest.Customers;
using Crm.Ingest.Decoding;

namespace Crm.Ingest.Pumps;

/// <summary>Applies one batch: one call per customer, the results into the open commit.</summary>
internal sealed class BatchRunner(
    PartitionRow row, PumpServices services, PartitionStores stores, CustomerSlots slots, CommitQueue commits, CustomerCaller caller)
{
    private readonly SnapshotPolicy _policy = new(services.Options, services.Log.Partitions, services.Time);
    private readonly List<CustomerSlot> _others = [];
    private readonly List<(CustomerSlot Slot, RecordBatch Call, Task<ApplyResult> Result)> _pending = [];
    private readonly List<BatchEffect> _effects = [];
    private readonly EffectWriter _writer = new(row, services, commits);
    private long _cursorOffset = -1; // of the record before which the durable wake cursor stands

    /// <summary>Applies records and wake-ups; afterwards the batch is in the open commit.</summary>
    public async ValueTask Run(Batch batch, CancellationToken cancellationToken)
    {
        var started = services.Time.GetTimestamp();
        NoteCursor(batch);
        _policy.Choose(batch, slots, _others);
        foreach (var slot in batch.Touched)
        {
            Call(batch, slot, Build(batch, slot), cancellationToken);
        }

        await FinishPending(batch, cancellationToken);
        await StoreOthers(batch, cancellationToken);
        if (batch.Traces.Any)
        {
            batch.Traces.Applied(row, batch.Count, commits);
        }

        WriteRecords(batch);
        _writer.WriteSeen(stores.All);
        _writer.Write(_effects, _cursorOffset, row.Durable, batch.Traces);
        _effects.Clear();
        commits.Reach(batch.Number, ProgressOf(batch), stores.StartAfter(batch.Through), Math.Max(batch.Count, batch.Touched.Count), batch.Bytes);
        services.Metrics.Applied(row.Partition, batch.Count, batch.Touched.Count, services.Time.GetElapsedTime(started), slots.Count, slots.DirtyCount);
    }

    /// <summary>Stores up to so many changed customers that no batch touches; false where there is none.</summary>
    public async ValueTask<bool> StoreIdle(Batch batch, int limit, CancellationToken cancellationToken)
    {
        batch.Begin(batch.Through);
        while (_others.Count < limit && slots.TryTakeDirty(long.MaxValue, out var slot))
        {
            slot.Chosen = true;
            _others.Add(slot);
        }

        if (_others.Count == 0)
        {
            return false;
        }

        await StoreOthers(batch, cancellationToken);
        return true;
    }

    /// <summary>Calls one customer outside the batch's own plan (a new definition), the results into the open commit.</summary>
    public void CallWith(Batch batch, CustomerSlot slot, in RecordBatch call, CancellationToken cancellationToken) =>
        Call(batch, slot, call, cancellationToken);

    /// <summary>Completes what <see cref="CallWith"/> began, and numbers its effects.</summary>
    public async ValueTask FinishCalls(Batch batch, CancellationToken cancellationToken)
    {
        await FinishPending(batch, cancellationToken);
        _writer.Write(_effects, _cursorOffset, row.Durable, batch.Traces);
        _effects.Clear();
    }

    private RecordBatch Build(Batch batch, CustomerSlot slot) => new()
    {
        Epoch = row.Epoch,
        Expected = slot.Position,
        Through = batch.Through,
        WakeThrough = batch.WakeThrough(slot),
        Definitions = slot.Store.Definitions.Version,
        Records = batch.Take(slot),
        Snapshot = slot.Chosen,
    };

    private void Call(Batch batch, CustomerSlot slot, in RecordBatch call, CancellationToken cancellationToken)
    {
        if (batch.Traces.Any)
        {
            batch.Traces.Calling(slot);
        }

        var answer = slot.Grain.Apply(call);
        if (!answer.IsCompletedSuccessfully)
        {
            _pending.Add((slot, call, caller.Finish(slot, call, answer, cancellationToken).AsTask()));
            return;
        }

        var result = answer.Result;
        if (result.Status == ApplyStatus.Applied && result.Failures.IsEmpty)
        {
            Take(batch, slot, call, result);
            batch.Reuse(call.Records); // answered at once: nobody else has them
            return;
        }

        _pending.Add((slot, call, caller.Finish(slot, call, ValueTask.FromResult(result), cancellationToken).AsTask()));
    }

    private async ValueTask FinishPending(Batch batch, CancellationToken cancellationToken)
    {
        foreach (var (slot, call, result) in _pending)
        {
            Take(batch, slot, call, await result);
            cancellationToken.ThrowIfCancellationRequested();
        }

        _pending.Clear();
    }

    private async ValueTask StoreOthers(Batch batch, CancellationToken cancellationToken)
    {
        foreach (var slot in _others)
        {
            Call(batch, slot, Build(batch, slot), cancellationToken);
        }

        _others.Clear();
        await FinishPending(batch, cancellationToken);
    }

    private void Take(Batch batch, CustomerSlot slot, in RecordBatch call, in ApplyResult result)
    {
        if (batch.Traces.Any)
        {
            batch.Traces.Answered(slot, result);
        }

        slot.Position = result.Position;
        slot.NextWake = result.NextWake;
        if (slot.QueuedAt != slot.NextWake)
        {
            slot.QueuedAt = slot.NextWake;
            slot.Store.Wakes.Add(new Wake(slot.NextWake, slot.Key.Text));
        }

        if (result.Changed)
        {
            slots.MarkDirty(slot, batch.Number, batch.Work);
        }

        if (call.Snapshot)
        {
            slot.Chosen = false;
            if (result.Snapshot is { } snapshot)
            {
                commits.Save(slot, snapshot);
            }
            else if (slot.DirtySince != 0)
            {
                throw new PumpStoppedException("A changed customer answered without the state that it was asked for.");
            }
        }

        foreach (var effect in result.Effects)
        {
            var offset = effect.Offset != Effect.ByTime ? effect.Offset : batch.WakesThrough is null ? slot.Store.OffsetAt(effect.At) : batch.WakeOffset;
            _effects.Add(new BatchEffect(offset, _effects.Count, slot, effect));
        }

        _writer.WriteRecords(slot, call, result);
    }

    private void WriteRecords(Batch batch)
    {
        foreach (var record in batch.Others)
        {
            if (record.Trouble is { } trouble)
            {
                _writer.WriteDeadLetter(record.Offset, record.Key, record.AppendedAt, record.Reason, trouble, record.Payload);
            }
            else if (record.Fate == Fate.Forward)
            {
                _writer.WriteForward(record, batch.Traces.Of(record.Offset));
            }
            else if (record.Fate == Fate.Repeat)
            {
                _writer.WriteUncounted(record.Offset);
            }
        }
    }

    private void NoteCursor(Batch batch)
    {
        if (_cursorOffset < 0 && batch.Through > row.Durable.Offset)
        {
            _cursorOffset = batch.FirstNew;
        }
        else if (_cursorOffset < 0 && batch.WakesThrough is not null && batch.Through == row.Durable.Offset)
        {
            _cursorOffset = batch.WakeOffset;
        }
    }

    private static Progress ProgressOf(Batch batch) =>
        batch.WakesThrough is { } last ? new Progress(batch.Through, last.At, last.Key) : Progress.Through(batch.Through);
}
