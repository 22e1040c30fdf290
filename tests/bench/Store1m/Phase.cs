using System.Diagnostics;

namespace Crm.Bench.Store1m;

/// <summary>What one part of a run took, from its first event produced until its last one durable.</summary>
internal sealed record Phase(long Events, double Seconds, double SiloMicroseconds, double PostgresMicroseconds, double LoadMicroseconds, double AllocatedBytes, double Snapshots)
{
    public double EventsPerSecond => Events / Seconds;

    /// <param name="store">Under load.</param>
    /// <param name="load">Its producer.</param>
    /// <param name="run">The load, until it ends or is cancelled.</param>
    /// <param name="duration">After which it is cancelled.</param>
    public static async Task<Phase> Measure(StoreUnderTest store, KafkaLoad load, Func<CancellationToken, Task> run, TimeSpan duration)
    {
        var before = await Usage.Of(store, load);
        var clock = Stopwatch.StartNew();
        using var stop = new CancellationTokenSource(duration);
        await run(stop.Token);
        await load.Applied();
        var seconds = clock.Elapsed.TotalSeconds;
        var after = await Usage.Of(store, load);
        double events = after.Events - before.Events;
        return new(
            after.Events - before.Events, seconds, (after.Silo - before.Silo).TotalMicroseconds / events, (after.Postgres - before.Postgres).TotalMicroseconds / events,
            (after.Load - before.Load).TotalMicroseconds / events, (after.Allocated - before.Allocated) / events, (after.Snapshots - before.Snapshots) / events);
    }

    private sealed record Usage(long Events, TimeSpan Silo, TimeSpan Postgres, TimeSpan Load, double Allocated, long Snapshots)
    {
        public static async Task<Usage> Of(StoreUnderTest store, KafkaLoad load) => new(
            load.Produced, store.Silos.Aggregate(TimeSpan.Zero, static (sum, silo) => sum + ProcessorTime.Of(silo.Id)), await ProcessorTime.OfServer(store.Database), ProcessorTime.Of(Environment.ProcessId), await store.Allocated(),
            await store.Scalar<long>("select n_tup_ins + n_tup_upd from pg_stat_user_tables where relname = 'snapshots'"));
    }
}
