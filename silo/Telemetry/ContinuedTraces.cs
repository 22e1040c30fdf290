using OpenTelemetry.Trace;

namespace Crm.Silo.Telemetry;

/// <summary>
/// Goes on with traces that others began, as many requests a second as it may: a public key and a header would do to have everything recorded.
/// What the log or the outbox carries was let through before, or comes from a producer of ours.
/// </summary>
internal sealed class ContinuedTraces(int perSecond, TimeProvider time) : Sampler
{
    private readonly Lock _lock = new();
    private double _room = perSecond;
    private long _filledAt = time.GetTimestamp();

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters.Kind != System.Diagnostics.ActivityKind.Server || TryTake() ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);

    private bool TryTake()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _room = Math.Min(perSecond, _room + perSecond * time.GetElapsedTime(_filledAt, now).TotalSeconds);
            _filledAt = now;
            if (_room < 1)
            {
                return false;
            }

            _room--;
            return true;
        }
    }
}
