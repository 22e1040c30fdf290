using System.Threading.Channels;
using Crm.Client.Http;

namespace Crm.Client.Tracking;

/// <summary>Events that wait to be sent, and what sends them.</summary>
internal sealed class EventQueue : IAsyncDisposable
{
    private readonly Channel<QueuedEvent> _queue;
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _stop;
    private readonly Transport _transport;
    private readonly Task _sending;

    public EventQueue(Transport transport)
    {
        _transport = transport;
        _stop = new(Timeout.InfiniteTimeSpan, transport.Time);
        _queue = Channel.CreateBounded<QueuedEvent>(new BoundedChannelOptions(transport.Options.QueueLimit) { SingleReader = true });
        var sender = new EventSender(_queue.Reader, transport, _closing.Token, _stop.Token);

        // Else all that is ever sent would belong to the trace in which the client was created.
        using (ExecutionContext.SuppressFlow())
        {
            _sending = Task.Run(sender.Run);
        }
    }

    /// <summary>Completes once there is room for the event.</summary>
    public ValueTask Send(CrmEvent e, CancellationToken cancellationToken)
    {
        var queued = Prepare(e);
        return _queue.Writer.TryWrite(queued) ? ValueTask.CompletedTask : Write(queued, cancellationToken);
    }

    /// <returns>False where there is no room.</returns>
    public bool TrySend(CrmEvent e) => _queue.Writer.TryWrite(Prepare(e));

    /// <summary>Sends an event past the queue.</summary>
    /// <returns>Whether reads show it.</returns>
    public async Task<bool> Apply(CrmEvent e, TimeSpan wait, CancellationToken cancellationToken)
    {
        QueuedEvent[] events = [Prepare(e)];
        var call = BatchRequest.Of(events, Paths.Wait("applied", wait)) with { Wait = wait };
        var answer = await _transport.Send(call, CrmJson.Default.CollectorAnswer, cancellationToken).ConfigureAwait(false);
        return answer.Rejected is [var rejection, ..] ? throw new CrmValidationException($"The CRM does not accept the event: {rejection.Reason}.") : answer.Applied ?? false;
    }

    /// <summary>Completes once everything that was queued before it is settled.</summary>
    public async Task Flush(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, typeof(CrmClient));
        var mark = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Write(new("", default, mark), cancellationToken).ConfigureAwait(false);
        await mark.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_queue.Writer.TryComplete())
        {
            _stop.CancelAfter(_transport.Options.DisposeTimeout);
            await _closing.CancelAsync().ConfigureAwait(false);
        }

        await _sending.ConfigureAwait(false);
        _stop.Dispose(); // its timer; twice is harmless
    }

    private QueuedEvent Prepare(CrmEvent e)
    {
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, typeof(CrmClient));
        var now = _transport.Time.GetUtcNow();
        var complete = e with { MessageId = e.MessageId ?? Guid.CreateVersion7(now).ToString(), Timestamp = (e.Timestamp ?? now).ToUniversalTime() };
        return new(complete.MessageId, EventLimits.Check(complete));
    }

    private async ValueTask Write(QueuedEvent queued, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(queued, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException closed)
        {
            throw new ObjectDisposedException($"{typeof(CrmClient)} was disposed before there was room for the event.", closed);
        }
    }
}
