using System.Text.Json;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Ingest.Backfill;
using Crm.Ingest.Commits;
using Crm.Ingest.Customers;
using Crm.Ingest.Decoding;
using Crm.Ingest.Forwarding;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Pumps;

/// <summary>Brings one partition's records to its customers and what comes of them into the database, for as long as it owns the partition.</summary>
internal sealed class Pump
{
    private const int IdleSnapshots = 100; // few, for the next record waits behind them
    private const int LastSnapshots = 2_000;
    private static readonly TimeSpan QuietFor = TimeSpan.FromMilliseconds(200); // without a record, before what is unsaved is stored
    private static readonly TimeSpan BusyFor = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ForATurn = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly PumpServices _services;
    private readonly PumpStatus _status;
    private readonly PartitionRow _row;
    private readonly CustomerSlots _slots;
    private readonly PartitionStores _stores;
    private readonly RecordDecoder _decoder;
    private readonly Forwarder _forwarder;
    private readonly CommitQueue _commits;
    private readonly CustomerCaller _caller;
    private readonly WakeLoader _wakes;
    private readonly BatchBuilder _builder;
    private readonly BatchRunner _runner;
    private readonly Backfiller _backfiller;
    private readonly WholeHistory _past;
    private readonly Batch _batch;
    private long _reached;
    private long _lastRead; // when there last was a record
    private long _lookedUp; // when ticks and control records were last thought of

    private Pump(PumpServices services, PumpStatus status, PartitionRow row)
    {
        (_services, _status, _row, _reached, _batch) = (services, status, row, row.Replay.Offset, new(services.Time, row.Durable.Offset));
        var home = new HomeRule(row.Partition, services.Log.Partitions, row.Replay);
        _slots = new(services.Grains);
        _stores = new(services, row.Replay, home);
        _decoder = new(row.Partition, services.Log.Partitions);
        _forwarder = new(row.Partition, services);
        _commits = new(row, services, _slots, _forwarder);
        _past = new(row.Partition, services);
        _caller = new(new CustomerReplay(row.Partition, services.Log, () => _commits.Replay, services.Options.BatchRecords, _past.Attach));
        _wakes = new(row.Partition, services.WakeIndex, _slots);
        _builder = new(services, _stores, _slots, _wakes, home, _caller);
        _runner = new(row, services, _stores, _slots, _commits, _caller);
        _backfiller = new(row, services, _stores, _slots, _commits, _runner, _builder, _caller);
    }

    private TimeSpan Quiet => _lastRead == 0 ? TimeSpan.MaxValue : _services.Time.GetElapsedTime(_lastRead);

    /// <summary>Takes the partition over and works until cancelled, then makes durable what it has begun.</summary>
    public static async Task Run(int partition, PumpServices services, PumpStatus status, CancellationToken cancellationToken)
    {
        var log = services.Log;
        var row = await services.Partitions.Acquire(partition, log.Generation, log.Partitions, cancellationToken);
        var range = await log.Range(partition, cancellationToken);
        if (row.Replay.Offset < range.Before || row.Durable.Offset > range.Last)
        {
            throw new LogMismatchException(
                $"Partition {partition} stands at {row.Replay.Offset} to {row.Durable.Offset}, but its log holds {range.Before + 1} to {range.Last}. "
                + "Records are missing: restore the log, or start with a new database.");
        }

        var pump = new Pump(services, status, row);
        services.Applied.Advance(new(partition, row.Durable.Offset, row.ForwardNumbers, row.Marks));
        pump._caller.Skip(await services.Partitions.DeadLettered(partition, row.Replay.Offset, row.Durable.Offset, cancellationToken));
        await pump._stores.LoadAll(cancellationToken);
        using var following = log.Follow(partition, row.Replay.Offset, lend: services.Options.Archive == ArchiveKeeping.Log);
        pump._forwarder.Add(await services.Partitions.Forwards(partition, cancellationToken)); // left by the owner before: first of all
        using var stop = new CancellationTokenSource();
        var forwarding = pump._forwarder.Run(stop.Token);
        try
        {
            await pump.Work(cancellationToken);
        }
        finally
        {
            services.Versions.EndTurn(partition);
            stop.Cancel();
            await forwarding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task Work(CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var read = await _services.Log.Read(_row.Partition, _reached, _services.Options.BatchRecords, cancellationToken);
                _status.CaughtUp |= _reached >= _row.Durable.Offset;
                if (read.Count > 0)
                {
                    _lastRead = _services.Time.GetTimestamp();
                    await Apply(_decoder.Decode(read), cancellationToken);
                    await _forwarder.Room(cancellationToken);
                    await LookUpWhileBusy(cancellationToken);
                }
                else if (!await Rest(cancellationToken))
                {
                    await Wait(cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop in the middle of a batch: it is not in any commit and will be replayed.
            return;
        }

        await StoreAll();
    }

    private async ValueTask Apply(ArraySegment<DecodedRecord> records, CancellationToken cancellationToken)
    {
        for (var next = 0; next < records.Count;)
        {
            if (records[next] is { Kind: RecordKind.Control, Trouble: null })
            {
                await _backfiller.Run(_batch, records[next], _reached, cancellationToken);
                _services.Versions.EndTurn(_row.Partition);
                next++;
            }
            else
            {
                if (records[next].Event is { Type: EventType.Unmerge })
                {
                    await _commits.Drain();
                    records[next] = await _past.Attach(records[next], cancellationToken);
                }

                next += await _builder.Build(_batch, records, next, _reached, cancellationToken);
                await _runner.Run(_batch, cancellationToken);
            }

            _reached = _batch.Through;
            await _commits.Offer();
        }

        _slots.Trim(_services.Options.KnownCustomers);
        foreach (var store in _stores.All)
        {
            if (store.Wakes.Count > 1_000 + 2 * store.Wakes.Kept)
            {
                store.Wakes.Rebuild(_slots);
            }
        }
    }

    // At the end of the log: what is open is committed; once no record has come for a while, what is unsaved is stored. True if there was something to do.
    private async ValueTask<bool> Rest(CancellationToken cancellationToken)
    {
        if (_commits.IsIdle && (Quiet < QuietFor || !await _runner.StoreIdle(_batch, IdleSnapshots, cancellationToken)))
        {
            return false;
        }

        await _commits.Drain();
        return true;
    }

    private async ValueTask Wait(CancellationToken cancellationToken)
    {
        var changed = _services.Versions.Changed;
        var forwarded = _forwarder.Changed;
        var wait = await AppendWhatIsDue(cancellationToken);
        if (_forwarder.HasAppended)
        {
            return;
        }

        if (_slots.DirtyCount > 0 && QuietFor - Quiet < wait)
        {
            wait = TimeSpan.FromMilliseconds(Math.Max(1, (QuietFor - Quiet).TotalMilliseconds));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var more = _services.Log.WaitForMore(_row.Partition, _reached, stop.Token).AsTask();
        Task any = Task.WhenAny(more, changed, forwarded);
        await any.WaitAsync(wait, _services.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        stop.Cancel();
    }

    // A partition that is never idle still has to hear of new definitions, and a quiet store in it of time.
    private async ValueTask LookUpWhileBusy(CancellationToken cancellationToken)
    {
        if (_status.CaughtUp && _services.Time.GetElapsedTime(_lookedUp) >= BusyFor)
        {
            await AppendWhatIsDue(cancellationToken);
        }
    }

    // Ticks for stores on the wall clock, control records for new versions; returns how long nothing else can be due.
    private async ValueTask<TimeSpan> AppendWhatIsDue(CancellationToken cancellationToken)
    {
        _lookedUp = _services.Time.GetTimestamp();
        var wait = await AppendControls(cancellationToken) ? LongestWait : ForATurn;
        var now = Instant.From(_services.Time.GetUtcNow());
        foreach (var store in _stores.All)
        {
            if (store.Settings.Clock != StoreClock.Wall || store.TickOutstanding > _reached)
            {
                continue;
            }

            await _wakes.Load(store, now, cancellationToken);
            while (store.Wakes.Peek is { } stale && !_slots.Holds(stale))
            {
                store.Wakes.TryTake(stale.At, out _);
            }

            var due = store.Wakes.Peek is { } wake ? Instant.Earlier(wake.At, store.Wakes.LoadedThrough) : store.Wakes.LoadedThrough;
            if (store.Wakes.Peek is { } first && first.At <= now)
            {
                store.TickOutstanding = await Append(RecordKind.Tick, store.Name, "to", now.Milliseconds, cancellationToken);
                continue;
            }

            wait = TimeSpan.FromMilliseconds(Math.Clamp(due - now, 1, wait.TotalMilliseconds));
        }

        return wait;
    }

    // False where it is another partition's turn.
    private async ValueTask<bool> AppendControls(CancellationToken cancellationToken)
    {
        var all = true;
        foreach (var (name, version) in _services.Versions.All)
        {
            if (await _stores.Find(name, cancellationToken) is { } store && version > Math.Max(store.Definitions.Version, store.ControlAppended))
            {
                if (await BringsCutsOnly(store, version, cancellationToken) && !_services.Versions.TryTakeTurn(_row.Partition))
                {
                    all = false;
                    continue;
                }

                await Append(RecordKind.Control, name, "version", version, cancellationToken);
                store.ControlAppended = version;
            }
        }

        return all;
    }

    private async ValueTask<bool> BringsCutsOnly(StoreState store, int version, CancellationToken cancellationToken) =>
        (await _services.Definitions.Get(store.Name, version, cancellationToken)).DiffersInCutsOnly(store.Definitions);

    private async ValueTask<long> Append(RecordKind kind, string store, string member, long value, CancellationToken cancellationToken)
    {
        var positions = await _services.Log.Append([new LogAppend(_row.Partition, kind, store + "/", Payload(member, value))], cancellationToken);
        return positions[0].Offset;
    }

    /// <summary>Of a control record or a tick.</summary>
    internal static byte[] Payload(string member, long value) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, long> { [member] = value });

    private async Task StoreAll()
    {
        do
        {
            await _commits.Drain();
        }
        while (await _runner.StoreIdle(_batch, Math.Min(LastSnapshots, _services.Options.GroupRecords), CancellationToken.None));
    }
}
