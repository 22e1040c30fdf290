using Crm.Ingest.Commits;
using Microsoft.Extensions.Hosting;

namespace Crm.Ingest.Pumps;

/// <summary>Runs one pump a partition; one that fails takes its partition over again after a pause.</summary>
internal sealed class PumpHost(PumpServices services, PumpHealth health) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(health.Pumps.Select(status => Task.Run(() => Keep(status, stoppingToken), stoppingToken)));

    private async Task Keep(PumpStatus status, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                (status.Running, status.CaughtUp, status.Trouble) = (true, false, null);
                await Pump.Run(status.Partition, services, status, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception thrown) when (thrown is PumpFencedException or LogMismatchException)
            {
                Stop(status, thrown);
                services.Logger.PumpGaveUp(status.Partition, thrown);
                return; // going on would be wrong, however often it were tried
            }
#pragma warning disable CA1031 // Whatever stops a pump, the next attempt starts from what is durable.
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                Stop(status, thrown);
                services.Logger.PumpStopped(status.Partition, thrown);
                await Pause(stopping);
            }
        }
    }

    private static void Stop(PumpStatus status, Exception thrown) =>
        (status.Running, status.CaughtUp, status.Trouble) = (false, false, thrown.Message);

    private async Task Pause(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(services.Options.RestartDelay, services.Time, stopping);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the loop ends by itself.
        }
    }
}
