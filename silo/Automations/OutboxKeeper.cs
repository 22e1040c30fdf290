using Crm.Core.Time;
using Crm.Grains.Triggers;
using Crm.Postgres.Automations;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Automations;

/// <summary>Forgets executed actions and ended runs once they are older than the retention, a little at a time.</summary>
internal sealed class OutboxKeeper(OutboxQueue queue, IOptions<TriggerOptions> options, TimeProvider time, ILogger<OutboxKeeper> logger) : BackgroundService
{
    private const int Slice = 2_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var before = Instant.From(time.GetUtcNow() - options.Value.Retention);
                while (await queue.Forget(before, Slice, stoppingToken) == Slice)
                {
                    // The next slice.
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.OutboxUnread(exception);
            }
        }
    }
}
