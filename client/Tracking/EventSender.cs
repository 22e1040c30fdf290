using System.Threading.Channels;
using Crm.Client.Http;

namespace Crm.Client.Tracking;

/// <summary>Sends what is queued, in order, one request at a time, and settles each event: delivered, or handed back with the reason.</summary>
/// <param name="queue">Ends when the client is disposed.</param>
/// <param name="transport">Makes the requests.</param>
/// <param name="closing">The client is being disposed: hurry.</param>
/// <param name="stop">The time for that is over: hand back what is left.</param>
internal sealed class EventSender(ChannelReader<QueuedEvent> queue, Transport transport, CancellationToken closing, CancellationToken stop)
{
    private readonly Undelivered _undelivered = new(transport);

    public async Task Run()
    {
        var batch = new EventBatch(transport.Options.BatchSize);
        while (await queue.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await Fill(batch).ConfigureAwait(false);
            await Deliver(batch.Events).ConfigureAwait(false);
            batch.Settle();
        }
    }

    private async Task Fill(EventBatch batch)
    {
        using var due = new CancellationTokenSource(transport.Options.FlushInterval, transport.Time);
        try
        {
            while (batch.TakeFrom(queue) && await queue.WaitToReadAsync(due.Token).ConfigureAwait(false))
            {
            }
        }
        catch (OperationCanceledException)
        {
            // They have waited for company long enough.
        }
    }

    private async Task Deliver(ReadOnlyMemory<QueuedEvent> events)
    {
        if (events.IsEmpty)
        {
            return;
        }

        try
        {
            var answer = await Insist(events).ConfigureAwait(false);
            _undelivered.Report(events, answer.Rejected ?? []);
        }
        catch (CrmValidationException) when (events.Length > 1)
        {
            // One of them spoils the request and the answer does not say which.
            var half = events.Length / 2;
            await Deliver(events[..half]).ConfigureAwait(false);
            await Deliver(events[half..]).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _undelivered.Report(events, UndeliveredCause.Closed, "The client was disposed before they were delivered.");
        }
        catch (Exception e)
        {
            // Also what nobody thought of: this loop is the only one, and must not end with events in the queue.
            _undelivered.Report(events, e is CrmValidationException ? UndeliveredCause.Rejected : UndeliveredCause.Failed, e.Message);
        }
    }

    /// <summary>Sends the same events until they are answered: nothing behind them may overtake them.</summary>
    private async Task<CollectorAnswer> Insist(ReadOnlyMemory<QueuedEvent> events)
    {
        var call = BatchRequest.Of(events.Span);
        var (started, backoff) = (transport.Time.GetTimestamp(), new Backoff(transport.Options.MaxRetryDelay));
        while (true)
        {
            try
            {
                return await transport.Attempt(call, CrmJson.Default.CollectorAnswer, stop).ConfigureAwait(false);
            }
            catch (CrmException e) when (e.IsRetryable)
            {
                var pause = backoff.Next(e.RetryAfter);
                if (transport.Time.GetElapsedTime(started) + pause > transport.Options.RetryFor)
                {
                    throw;
                }

                transport.Logger.EventsDelayed(events.Length, pause, e.Message);
                await Pause(pause, backoff).ConfigureAwait(false);
            }
        }
    }

    // A client that is being disposed tries again at once, and soon after.
    private async Task Pause(TimeSpan pause, Backoff backoff)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, closing.IsCancellationRequested ? stop : closing);
        try
        {
            await Task.Delay(pause, transport.Time, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            backoff.Reset();
        }
    }
}
