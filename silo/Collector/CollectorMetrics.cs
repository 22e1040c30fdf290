using System.Diagnostics.Metrics;
using Crm.Silo.Http;

namespace Crm.Silo.Collector;

/// <summary>What the collector says of itself.</summary>
internal sealed class CollectorMetrics
{
    private static readonly KeyValuePair<string, object?> AcceptedTag = new("outcome", "accepted");
    private static readonly KeyValuePair<string, object?> RejectedTag = new("outcome", "rejected");
    private static readonly KeyValuePair<string, object?> Bad = new("outcome", "bad");
    private static readonly KeyValuePair<string, object?> Unauthorized = new("outcome", "unauthorized");
    private static readonly KeyValuePair<string, object?> TooLarge = new("outcome", "too_large");
    private static readonly KeyValuePair<string, object?> Busy = new("outcome", "busy");
    private static readonly KeyValuePair<string, object?> FailedTag = new("outcome", "failed");

    private readonly Counter<long> _events;
    private readonly Counter<long> _requests;

    public CollectorMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Crm.Collector");
        _events = meter.CreateCounter<long>("crm.collector.events", "{event}", "Events sent to the collector, by what became of them.");
        _requests = meter.CreateCounter<long>("crm.collector.requests", "{request}", "Requests to the collector, by what they were answered.");
        foreach (var outcome in (ReadOnlySpan<KeyValuePair<string, object?>>)[AcceptedTag, Bad, Unauthorized, TooLarge, Busy, FailedTag])
        {
            _requests.Add(0, outcome); // the first one is a rise only if there was something before it
        }
    }

    public void Accepted(int count) => _events.Add(count, AcceptedTag);

    public void Rejected(int count) => _events.Add(count, RejectedTag);

    public void Answered(IResult result) => _requests.Add(1, (result as Problem)?.Status switch
    {
        null => AcceptedTag,
        StatusCodes.Status401Unauthorized => Unauthorized,
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        StatusCodes.Status429TooManyRequests => Busy,
        >= StatusCodes.Status500InternalServerError => FailedTag,
        _ => Bad,
    });

    /// <summary>The log or the database did not do its part, or we did not.</summary>
    public void Failed() => _requests.Add(1, FailedTag);
}
