namespace Crm.Embedded.Engine;

/// <summary>A call that had to wait: for its turn, or within it.</summary>
internal abstract class Request : WorkItem
{
    internal abstract void Fail(Exception exception);
}

internal sealed class Request<TCall, TResult> : Request
    where TCall : struct, IGrainCall<TResult>
{
    // Asynchronous, lest the caller's code run inside the grain's turn.
    private readonly TaskCompletionSource<TResult> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private readonly GrainReference _target;
    private readonly TCall _call;
    private readonly ITimer _timer;
    private Activation? _activation;

    internal Request(GrainReference target, TCall call)
    {
        (_target, _call) = (target, call);
        var engine = target.Directory.Engine;
        _timer = engine.Time.CreateTimer(static request => ((Request<TCall, TResult>)request!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(engine.ResponseTimeout, Timeout.InfiniteTimeSpan); // only now may it fire: it needs the field
    }

    internal ValueTask<TResult> Response => new(_response.Task);

    internal override void Execute(Activation activation)
    {
        _activation = activation;
        if (_response.Task.IsCompleted)
            activation.EndRequest(); // expired while it waited: nobody wants it any more
        else if (_context is null)
            Invoke();
        else
            ExecutionContext.Run(_context, static request => ((Request<TCall, TResult>)request!).Invoke(), this);
    }

    /// <summary>Ends the grain's turn when the grain has answered, then the caller's wait. Called in the activation's context, so that it goes on there.</summary>
    internal async Task Complete(Activation activation, ValueTask<TResult> pending)
    {
        TResult result;
        try
        {
            result = await pending;
        }
        catch (Exception exception)
        {
            activation.EndRequest();
            Fail(exception);
            return;
        }
        activation.EndRequest();
        _timer.Dispose();
        _response.TrySetResult(result);
    }

    internal override void Fail(Exception exception)
    {
        _timer.Dispose();
        _response.TrySetException(exception);
    }

    private void Invoke() => _ = Complete(_activation!, _activation!.Invoke<TCall, TResult>(_call));

    private void Expire() => Fail(new TimeoutException(
        $"{typeof(TCall).Name} of {_target.Directory.GrainType}/{_target.Key} did not answer within {_target.Directory.Engine.ResponseTimeout}. "
        + "It may still be applied; two grains that call each other would also look like this."));
}
