using System.Collections.Concurrent;
using System.Globalization;
using Crm.Core.Time;
using Crm.GrainInterfaces.Triggers;
using Crm.Grains.Triggers;
using Crm.Ingest.Pumps;
using Crm.Postgres.Automations;
using Microsoft.Extensions.Options;
using Orleans;

namespace Crm.Silo.Automations;

/// <summary>Calls the trigger grains of automations that have something to execute: at once for what this process commits, by looking for all else.</summary>
internal sealed class ActionDispatcher(
    OutboxQueue queue, DueActions due, IGrainFactory grains, IOptions<TriggerOptions> options, TimeProvider time, ILogger<ActionDispatcher> logger) : BackgroundService
{
    private readonly SemaphoreSlim _turns = new(options.Value.Concurrent);
    private readonly ConcurrentDictionary<(string Store, string Automation), Worker> _workers = new();

    public override void Dispose()
    {
        _turns.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Look(stoppingToken);
            var next = time.GetUtcNow() + options.Value.Poll;
            while (time.GetUtcNow() < next && !stoppingToken.IsCancellationRequested)
            {
                var changed = due.Changed; // asked for before looking, so that nothing is missed
                foreach (var (store, automation) in due.Take())
                {
                    Wake(store, automation, stoppingToken);
                }

                await Task.WhenAny(changed, Task.Delay(options.Value.Poll, time, stoppingToken));
            }
        }

        await Task.WhenAll(_workers.Values.Select(static worker => worker.Work));
    }

    private async Task Look(CancellationToken stopping)
    {
        try
        {
            foreach (var (store, automation) in await queue.Due(Instant.From(time.GetUtcNow()), stopping))
            {
                Wake(store, automation, stopping);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            logger.OutboxUnread(exception);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    // Called on the dispatcher's own turn only.
    private void Wake(string store, string automation, CancellationToken stopping)
    {
        var worker = _workers.GetOrAdd((store, automation), static _ => new Worker());
        worker.Wanted = true;
        if (worker.Work.IsCompleted)
        {
            worker.Work = Task.Run(() => Work(worker, store, automation, stopping), CancellationToken.None);
        }
    }

    // The first action of a quiet automation is executed at once; of a busy one they gather, for a claim costs much the same however many it takes.
    private async Task Work(Worker worker, string store, string automation, CancellationToken stopping)
    {
        try
        {
            while (worker.Wanted && !stopping.IsCancellationRequested)
            {
                worker.Wanted = false;
                await Drain(store, automation, stopping);
                await Task.Delay(options.Value.Gather, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
#pragma warning disable CA1031 // Whatever it was, the actions are still in the outbox: the next look finds them.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.ActionsFailed(exception, store, automation);
        }
    }

    // By one grain, or where that has its hands full by all of them.
    private async Task Drain(string store, string automation, CancellationToken stopping)
    {
        for (var claimed = 1; claimed > 0 && !stopping.IsCancellationRequested;)
        {
            claimed = await Run(store, automation, 0, 1);
            if (claimed == options.Value.Parallel)
            {
                await Task.WhenAll(Enumerable.Range(0, options.Value.Shards).Select(shard => DrainShard(store, automation, shard, stopping)));
            }
        }
    }

    private async Task DrainShard(string store, string automation, int shard, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested && await Run(store, automation, shard, options.Value.Shards) > 0)
        {
            // The next ones.
        }
    }

    private async Task<int> Run(string store, string automation, int shard, int shards)
    {
        await _turns.WaitAsync(CancellationToken.None);
        try
        {
            return await grains.GetGrain<ITriggerGrain>(string.Create(CultureInfo.InvariantCulture, $"{store}/{automation}/{shard}")).Run(shards);
        }
        finally
        {
            _turns.Release();
        }
    }

    private sealed class Worker
    {
        public volatile bool Wanted;

        public Task Work { get; set; } = Task.CompletedTask;
    }
}
