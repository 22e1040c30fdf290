using System.Diagnostics.Metrics;
using Crm.Ingest.Pumps;
using Crm.Postgres.Feed;
using Crm.Silo.Http;

namespace Crm.Silo.Changes;

/// <summary>The streams of changes that are open; they end when the process stops, so that it need not wait for them.</summary>
internal sealed class OpenStreams
{
    /// <summary>Each asks the database for itself; more than these and they would be the load.</summary>
    public const int Most = 200;

    private readonly ChangeFeed _feed;
    private readonly AppliedPositions _applied;
    private readonly IHostApplicationLifetime _lifetime;
    private int _open;

    public OpenStreams(ChangeFeed feed, AppliedPositions applied, TimeProvider time, IHostApplicationLifetime lifetime, IMeterFactory meters)
    {
        (_feed, _applied, Time, _lifetime) = (feed, applied, time, lifetime);
        meters.Create("Crm.Changes").CreateObservableUpDownCounter(
            "crm.changes.streams", () => Volatile.Read(ref _open), "{stream}", "Streams of changes that somebody listens to.");
    }

    public TimeProvider Time { get; }

    public CancellationToken Stopping => _lifetime.ApplicationStopping;

    public IResult Open(FeedCursor after, string store, string? segment)
    {
        if (Interlocked.Increment(ref _open) <= Most)
        {
            return new ChangeStream(this, after, store, segment);
        }

        Closed();
        return new Problem(StatusCodes.Status429TooManyRequests) { Detail = $"{Most} streams are open.", RetryAfter = 10 };
    }

    public void Closed() => Interlocked.Decrement(ref _open);

    public Task<ChangePage> After(FeedCursor after, string store, string? segment, CancellationToken cancellationToken) =>
        _feed.After(after, store, segment, ChangeFeed.MaxLimit, cancellationToken);

    /// <summary>Completes at the next commit of this process: until then only another process can add to the feed.</summary>
    public Task NextCommit => _applied.NextCommit;
}
