namespace Crm.Client;

/// <summary>Where the CRM is, the keys to one store of it, and how patiently it is called. Checked when the client is created, every error at once.</summary>
public sealed class CrmClientOptions
{
    /// <summary>Address of the CRM such as <c>https://crm.example.com</c>, also with a path. Required; http or https, without user, query and fragment.</summary>
    public Uri? Url { get; set; }

    /// <summary>The store's write key: sends events and does nothing else. Default none: events are sent with <see cref="ApiKey"/>.</summary>
    public string? WriteKey { get; set; }

    /// <summary>
    /// A secret API key of the store with the scopes of the calls that are made, and <c>ingest</c> where it sends events as well.
    /// Default none: then only events can be sent. One of the two keys is required.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>Events that make a request at once; default 250, 1 to 2,500. A request is sent earlier where it would pass 500 KB.</summary>
    public int BatchSize { get; set; } = 250;

    /// <summary>How long an event may wait for others to fill its request; default 1 s, 0 to 1 min.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Events that wait to be sent at most, besides those of the request under way; at the limit callers wait. Default 10,000, 1 to 1,000,000.
    /// Each is kept as its JSON, so memory has a limit too: 32 KB times this.
    /// </summary>
    public int QueueLimit { get; set; } = 10_000;

    /// <summary>How long one request may take until its answer is complete, or until a stream begins; default 30 s, 100 ms to 10 min.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a stream of changes may be silent before it counts as broken and is opened again; default 45 s, 1 s to 1 h.
    /// The CRM says something every 15 s.
    /// </summary>
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// How often a call is repeated that failed for a reason that may pass (429, 5xx, time-out, no connection); default 3, 0 to 10.
    /// Only calls for which twice comes to the same as once are repeated.
    /// </summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// How long events that cannot be delivered for a reason that may pass are tried again before they go to <see cref="OnUndelivered"/>;
    /// default 10 min, 0 to 24 h. Events behind them wait, so that their order holds. The CRM knows an event again among the customer's newest 64
    /// and all of the last 10 minutes: with a longer time one that had arrived after all may count twice.
    /// </summary>
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Longest pause before a repetition; default 10 s, 10 ms to 5 min. Pauses begin at 200 ms and double, less up to half by chance.
    /// A <c>Retry-After</c> of the CRM is kept to by events and streams also where it is longer; a call then fails at once.
    /// </summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long disposing the client goes on delivering events; default 10 s, 0 to 10 min. What is left goes to <see cref="OnUndelivered"/>.</summary>
    public TimeSpan DisposeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets each event that was not delivered, with the reason, and may keep it. Default none: the log's errors are then all that is left of it.
    /// Called by one thread at a time, which sends nothing meanwhile: it must be quick, and must not wait for the client
    /// (<see cref="CrmClient.TrySend"/> does not wait). What it throws is logged.
    /// </summary>
    public Action<UndeliveredEvent>? OnUndelivered { get; set; }
}
