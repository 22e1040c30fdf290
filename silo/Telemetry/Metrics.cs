using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Crm.Silo.Telemetry;

/// <summary>Listens to this process's instruments and keeps what they measured, for whoever asks for <c>/metrics</c>.</summary>
internal sealed class Metrics : IHostedService, IDisposable
{
    /// <summary>The meters that are kept, here and by OTLP; an asterisk stands for any ending.</summary>
    public static readonly string[] Meters =
        ["Crm.*", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.Orleans", "Npgsql"];

    private readonly ConcurrentDictionary<Instrument, Metric> _metrics = new();
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();

    public Metrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (IsWanted(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument, _metrics.GetOrAdd(instrument, Metric.Of));
            }
        };
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => Record((double)value, tags, state));
    }

    /// <summary>Asks the observed instruments, then writes all, by name.</summary>
    public StringBuilder Write()
    {
        lock (_lock)
        {
            foreach (var (instrument, metric) in _metrics)
            {
                if (instrument.IsObservable)
                {
                    metric.Forget(); // what it no longer speaks of, such as a partition that went elsewhere, is no series any more
                }
            }

            _listener.RecordObservableInstruments();
            return PrometheusText.Write(_metrics.Values.OrderBy(static metric => metric.Name, StringComparer.Ordinal));
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();

    private static bool IsWanted(string meter) =>
        Array.Exists(Meters, known => known is [.. var start, '*'] ? meter.StartsWith(start, StringComparison.Ordinal) : meter == known);

    private static void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) => ((Metric)state!).Record(value, tags);
}
