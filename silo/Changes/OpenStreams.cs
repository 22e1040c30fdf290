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
    private readonly ChangeNews _news;
    private readonly IHostApplicationLifetime _lifetime;
    private int _open;

    public OpenStreams(ChangeFeed feed, ChangeNews news, TimeProvider time, IHostApplicationLifetime lifetime, IMeterFactory meters)
    {
        (_feed, _news, Time, _lifetime) = (feed, news, time, lifetime);
        meters.Create("Crm.Changes").CreateObservableUpDownCounter(
            "crm.changes.streams", () => Volatile.Read(ref _open), "{stream}", "Streams of changes that somebody listens to.");
    }

    public TimeProvider Time { get; }

    public CancellationToken Stopping => _lifetime.ApplicationStopping;

    public IResult Open(FeedCursor? after, string store, string? segment)
    {
        if (Interlocked.Increment(ref _open) <= Most)
        {
            return new ChangeStream(this, after, store, segment);
        }

        Closed();
        return new Problem(StatusCodes.Status429TooManyRequests) { Detail = $"{Most} streams are open.", RetryAfter = 10 };
    }

    public void Closed() => Interlocked.Decrement(ref _open);

    public Task<ChangePage> After(FeedCursor? after, string store, string? segment, CancellationToken cancellationToken) =>
        _feed.After(after, store, segment, ChangeFeed.MaxLimit, cancellationToken);

    /// <summary>Until its next news only another process can have added to what is followed.</summary>
    public ChangeNews.Listener Follow(string store, string? segment) => _news.Follow(store, segment);
}
