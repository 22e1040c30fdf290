using System.Diagnostics.Metrics;
using Crm.Core.Automations;

namespace Crm.Grains.Triggers;

/// <summary>What the trigger grains say of themselves, by kind of action and outcome.</summary>
public sealed class TriggerMetrics
{
    public const string MeterName = "Crm.Triggers";

    private readonly Counter<long> _attempts;
    private readonly Counter<long> _givenUp;
    private readonly Histogram<double> _duration;

    public TriggerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _attempts = meter.CreateCounter<long>("crm.action.attempts", "{attempt}", "Attempts to execute an action, by its kind and what came of them.");
        _givenUp = meter.CreateCounter<long>("crm.action.given_up", "{action}", "Actions that will not be tried again, though they were not done.");
        _duration = meter.CreateHistogram("crm.action.duration", "s", "Time of one attempt.", null, new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
        });
    }

    internal void Executed(ActionStep step, ActionOutcome outcome, TimeSpan duration)
    {
        var kind = Kind(step);
        _attempts.Add(1, kind, new("outcome", outcome.Failure?.ToString().ToLowerInvariant() ?? "done"));
        _givenUp.Add(0, kind); // the first one is a rise only if there was something before it
        _duration.Record(duration.TotalSeconds, kind);
    }

    internal void GaveUp(ActionStep step) => _givenUp.Add(1, Kind(step));

    private static KeyValuePair<string, object?> Kind(ActionStep step) => new("kind", step switch { WebhookStep => "webhook", TagStep => "tag", _ => "log" });
}
