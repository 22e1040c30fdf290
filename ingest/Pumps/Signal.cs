namespace Crm.Ingest.Pumps;

/// <summary>Tells whoever waits for it that something has changed, once. Take <see cref="Next"/> before looking, so that no change is missed.</summary>
internal sealed class Signal
{
    // What follows never runs inside Raise. Where a context is in force it is posted there; else it goes to the thread pool.
    private readonly TaskCreationOptions _options =
        SynchronizationContext.Current is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None;

    private volatile TaskCompletionSource _next;

    public Signal() => _next = new(_options);

    /// <summary>Completes when it is raised next.</summary>
    public Task Next => _next.Task;

    public void Raise() => Interlocked.Exchange(ref _next, new(_options)).TrySetResult();
}
