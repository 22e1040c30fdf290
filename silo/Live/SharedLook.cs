namespace Crm.Silo.Live;

/// <summary>One answer for all who ask within a while: however many watch, it is looked for so often and no more.</summary>
internal sealed class SharedLook<T>(TimeSpan lasts, TimeProvider time, Func<CancellationToken, Task<T>> look)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Task<T>? _newest;
    private long _since;

    public Task<T> Take(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_newest is null || (_newest.IsCompleted && (!_newest.IsCompletedSuccessfully || time.GetElapsedTime(_since) >= lasts)))
            {
                (_newest, _since) = (Look(), time.GetTimestamp());
            }

            return _newest.WaitAsync(cancellationToken);
        }
    }

    // Nobody's own: who asked first may go before it is answered.
    private async Task<T> Look()
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            return await look(patience.Token);
        }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException("What was asked for took too long.", late);
        }
    }
}
