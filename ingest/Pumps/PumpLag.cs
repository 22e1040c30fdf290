using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace Crm.Ingest.Pumps;

/// <summary>Which partitions are pumped here, and how far they are behind: it asks the log where it ends now and then, beside the pumps.</summary>
internal sealed class PumpLag : BackgroundService
{
    private readonly PumpServices _services;
    private readonly PumpHealth _health;
    private readonly PartitionLag?[] _partitions; // null: not pumped here, or not looked at yet

    public PumpLag(PumpServices services, PumpHealth health, IMeterFactory meters)
    {
        (_services, _health, _partitions) = (services, health, new PartitionLag?[health.Pumps.Count]);
        var meter = meters.Create(PumpMetrics.MeterName);
        meter.CreateObservableGauge(
            "crm.pump.running", () => health.Pumps.Select(static pump => Measured(pump.Running ? 1 : 0, pump.Partition)),
            "{pump}", "1 where this process pumps the partition, else 0.");
        meter.CreateObservableGauge(
            "crm.pump.lag", () => Looked(static lag => lag.Records), "{record}", "Records in the log whose effects are not durable yet.");
        meter.CreateObservableGauge(
            "crm.pump.lag.duration", () => Looked(static lag => lag.Time.TotalSeconds), "s", "How long ago the log's end passed what is durable now.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_services.Options.LagPoll, _services.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var pump in _health.Pumps)
            {
                await Look(pump, stoppingToken);
            }
        }
    }

    private async Task Look(PumpStatus pump, CancellationToken cancellationToken)
    {
        if (pump is { Running: false, Trouble: null })
        {
            _partitions[pump.Partition] = null; // somebody else's; a pump that stopped with an error is ours, and its lag grows
            return;
        }

        try
        {
            var range = await _services.Log.Range(pump.Partition, cancellationToken);
            (_partitions[pump.Partition] ??= new()).Look(range.Last, _services.Applied.Durable(pump.Partition), _services.Time);
        }
#pragma warning disable CA1031 // A figure that is missing once is no trouble; where the log or the database is away, others say so.
        catch (Exception thrown) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _services.Logger.LagUnknown(pump.Partition, thrown);
        }
    }

    private IEnumerable<Measurement<T>> Looked<T>(Func<PartitionLag, T> figure)
        where T : struct
    {
        for (var partition = 0; partition < _partitions.Length; partition++)
        {
            if (_partitions[partition] is { } lag)
            {
                yield return Measured(figure(lag), partition);
            }
        }
    }

    private static Measurement<T> Measured<T>(T value, int partition)
        where T : struct => new(value, new KeyValuePair<string, object?>("partition", partition));
}
