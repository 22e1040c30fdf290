using Crm.Ingest.Commits;
using Microsoft.Extensions.Hosting;

namespace Crm.Ingest.Pumps;

/// <summary>Runs a pump for each partition that is this process's; one that fails takes its partition over again after a pause.</summary>
internal sealed class PumpHost(PumpServices services, PumpHealth health, IPartitionAssignment assignment) : BackgroundService, IPumps
{
    private readonly Lock _lock = new();
    private readonly Owned?[] _owned = new Owned?[health.Pumps.Count];
    private readonly Task[] _ended = [.. health.Pumps.Select(static _ => Task.CompletedTask)];

    public int Partitions => health.Pumps.Count;

    public void Assign(IEnumerable<int> partitions)
    {
        lock (_lock)
        {
            health.Joined = true;
            foreach (var partition in partitions.Where(partition => _owned[partition] is null))
            {
                var stop = new CancellationTokenSource();
                health.Pumps[partition].Tenure++;
                health.Pumps[partition].Assigned = true;
                _owned[partition] = new(stop);
                _ended[partition] = Keep(health.Pumps[partition], _ended[partition], stop);
            }
        }
    }

    public Task Revoke(IEnumerable<int> partitions)
    {
        lock (_lock)
        {
            var ending = new List<Task>();
            foreach (var partition in partitions)
            {
                _owned[partition]?.Stop.Cancel();
                _owned[partition] = null;
                health.Pumps[partition].Assigned = false;
                ending.Add(_ended[partition]);
            }

            return Task.WhenAll(ending);
        }
    }

    public Task Lose(IEnumerable<int> partitions)
    {
        health.Joined = false;
        return Revoke(partitions);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await assignment.Run(this, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }

        await Revoke(Enumerable.Range(0, Partitions));
    }

    private async Task Keep(PumpStatus status, Task before, CancellationTokenSource stop)
    {
        await Task.Yield(); // whoever assigns does not wait for it
        await before; // this process's own former pump of the partition
        var stopping = stop.Token;
        while (!stopping.IsCancellationRequested && await RunOnce(status, stopping) is { } pause)
        {
            await Task.Delay(pause, services.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        (status.Running, status.CaughtUp) = (false, false);
        stop.Dispose();
    }

    /// <returns>The pause before the next attempt; null where there must be none.</returns>
    private async Task<TimeSpan?> RunOnce(PumpStatus status, CancellationToken stopping)
    {
        try
        {
            (status.Running, status.CaughtUp, status.Trouble) = (true, false, null);
            await Pump.Run(status.Partition, services, status, stopping);
            return null;
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            return null; // it was to end, and whoever owns the partition next starts from what is durable
        }
        catch (PumpFencedException thrown)
        {
            Stop(status, thrown);
            services.Logger.PumpFenced(status.Partition, services.Options.FencedDelay);
            return services.Options.FencedDelay;
        }
        catch (LogMismatchException thrown)
        {
            Stop(status, thrown);
            services.Logger.PumpGaveUp(status.Partition, thrown);
            return null; // going on would be wrong, however often it were tried
        }
#pragma warning disable CA1031 // Whatever stops a pump, the next attempt starts from what is durable.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            Stop(status, thrown);
            services.Logger.PumpStopped(status.Partition, thrown);
            return services.Options.RestartDelay;
        }
    }

    private static void Stop(PumpStatus status, Exception thrown) =>
        (status.Running, status.CaughtUp, status.Trouble) = (false, false, thrown.Message);

    private sealed record Owned(CancellationTokenSource Stop);
}
