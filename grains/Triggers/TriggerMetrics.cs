using System.Diagnostics.Metrics;
using Crm.Core.Automations;

namespace Crm.Grains.Triggers;

/// <summary>What the trigger grains say of themselves, by kind of action and outcome.</summary>
public sealed class TriggerMetrics
{
    public const string MeterName = "Crm.Triggers";

    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _duration;

    public TriggerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _attempts = meter.CreateCounter<long>("crm.action.attempts", "{attempt}", "Attempts to execute an action, by its kind and what came of them.");
        _duration = meter.CreateHistogram<double>("crm.action.duration", "s", "Time of one attempt.");
    }

    internal void Executed(ActionStep step, ActionOutcome outcome, TimeSpan duration)
    {
        var kind = new KeyValuePair<string, object?>("kind", step switch { WebhookStep => "webhook", TagStep => "tag", _ => "log" });
        _attempts.Add(1, kind, new("outcome", outcome.Failure?.ToString().ToLowerInvariant() ?? "done"));
        _duration.Record(duration.TotalSeconds, kind);
    }
}
