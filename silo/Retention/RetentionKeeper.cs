using Crm.Core.Time;
using Crm.Grains.Triggers;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Crm.Postgres.Retention;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Retention;

/// <summary>Deletes what is older than its store keeps it, slice after slice, in one process at a time. Whatever ends it, the next look goes on there.</summary>
internal sealed class RetentionKeeper(
    RetentionRepository settings, OldRows rows, OldEvents events, ILog log, RetentionMetrics metrics, IOptions<RetentionOptions> options, IOptions<TriggerOptions> triggers,
    IOptions<PumpOptions> pumps, TimeProvider time, ILogger<RetentionKeeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Look(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.RetentionFailed(exception);
            }
        }
    }

    private async Task Look(CancellationToken cancellationToken)
    {
        await using var held = await rows.TryHold(cancellationToken);
        if (held is null)
        {
            return; // another process is at it
        }

        foreach (var store in await settings.All(cancellationToken))
        {
            await Keep(store.Store, store.Settings, cancellationToken);
        }
    }

    private async Task Keep(string store, RetentionSettings keep, CancellationToken cancellationToken)
    {
        if (keep.Events is { } days && pumps.Value.Archive == ArchiveKeeping.Database)
        {
            await KeepEvents(store, Before(TimeSpan.FromDays(days)), cancellationToken);
        }

        if (keep.Changes is { } changes)
        {
            for (var partition = 0; partition < log.Partitions; partition++)
            {
                var one = partition;
                await Slices("changes", TimeSpan.FromDays(changes), before => rows.Changes(store, one, before, cancellationToken), cancellationToken);
            }
        }

        if (keep.DeadLetters is { } letters)
        {
            await Slices("deadLetters", TimeSpan.FromDays(letters), before => rows.DeadLetters(store, before, pumps.Value.Archive == ArchiveKeeping.Log, cancellationToken), cancellationToken);
        }

        var actions = keep.Actions is { } some ? TimeSpan.FromDays(some) : triggers.Value.Retention;
        await Slices("actions", actions, before => rows.Actions(store, before, cancellationToken), cancellationToken);
        await Slices("runs", actions, before => rows.Runs(store, before, cancellationToken), cancellationToken);
        var accesses = TimeSpan.FromDays(keep.AccessLog ?? RetentionSettings.DefaultAccessLog);
        await Slices("accessLog", accesses, before => rows.Accesses(store, before, cancellationToken), cancellationToken);
    }

    private async Task Slices(string kind, TimeSpan age, Func<Instant, Task<int>> delete, CancellationToken cancellationToken)
    {
        var before = Before(age);
        for (var deleted = OldRows.Slice; deleted == OldRows.Slice;)
        {
            deleted = await delete(before);
            await Deleted(kind, deleted, cancellationToken);
        }
    }

    private async Task KeepEvents(string store, Instant before, CancellationToken cancellationToken)
    {
        for (var more = true; more;)
        {
            (var deleted, more) = await events.Next(store, before, cancellationToken);
            await Deleted("events", deleted, cancellationToken);
        }
    }

    private async Task Deleted(string kind, int rows, CancellationToken cancellationToken)
    {
        metrics.Deleted(kind, rows);
        if (rows > 0)
        {
            await Task.Delay(options.Value.Pause, time, cancellationToken);
        }
    }

    private Instant Before(TimeSpan age) => Instant.From(time.GetUtcNow() - age);
}
