using System.Diagnostics.Metrics;
using Crm.Core.Time;
using Crm.Postgres.Automations;

namespace Crm.Silo.Automations;

/// <summary>What waits in the outbox, of all stores. Every process looks at the same table and says the same.</summary>
internal sealed class OutboxMetrics : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly OutboxQueue _queue;
    private readonly TimeProvider _time;
    private readonly ILogger<OutboxMetrics> _logger;
    private volatile Backlog? _backlog; // null: not looked at yet

    public OutboxMetrics(OutboxQueue queue, IMeterFactory meters, TimeProvider time, ILogger<OutboxMetrics> logger)
    {
        (_queue, _time, _logger) = (queue, time, logger);
        var meter = meters.Create("Crm.Outbox");
        meter.CreateObservableGauge(
            "crm.outbox.pending", () => Measured(static (backlog, _) => backlog.Count), "{action}",
            $"Actions that wait for an attempt or are being executed; counted up to {OutboxQueue.MostCounted}.");
        meter.CreateObservableGauge(
            "crm.outbox.oldest.age", () => Measured(static (backlog, now) => backlog.Oldest is { } oldest ? Math.Max(0, now - oldest) / 1000.0 : 0), "s",
            "How long ago the oldest of them came to be; 0 where there is none.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, _time);
        do
        {
            try
            {
                var (count, oldest) = await _queue.Pending(stoppingToken);
                _backlog = new(count, oldest);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                _logger.OutboxUnread(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private IEnumerable<Measurement<T>> Measured<T>(Func<Backlog, Instant, T> figure)
        where T : struct => _backlog is { } backlog ? [new(figure(backlog, Instant.From(_time.GetUtcNow())))] : [];

    private sealed record Backlog(long Count, Instant? Oldest);
}
