namespace Crm.Embedded.Engine;

/// <content>How an activation begins and ends.</content>
internal sealed partial class Activation
{
    private static readonly LifecycleStep Beginning = new(static activation => activation.Begin());
    private static readonly LifecycleStep End = new(static activation => activation.Finish());

    [ThreadStatic] private static Activation? _beingCreated;

    private Ending? _ending; // set once it is to end; why, if it has

    /// <summary>The activation whose grain this thread is constructing.</summary>
    internal static Activation? BeingCreated => _beingCreated;

    /// <summary>Begins it on the caller's thread, if this is the first call.</summary>
    /// <returns>Why it failed, if it did at once.</returns>
    internal Exception? TryActivate()
    {
        if (_phase != Phase.Created)
            return null;
        lock (this)
        {
            if (_phase != Phase.Created || !_requests.IsEmpty)
                return null;
            _phase = Phase.Activating;
            _state |= Executing | Busy;
        }
        var outer = Current;
        SetSynchronizationContext(this);
        Begin();
        SetSynchronizationContext(outer);
        Release(Executing);
        return _phase == Phase.Dead ? _ending?.Reason.Exception : null;
    }

    /// <summary>Asks it to end when its current call is over.</summary>
    internal void Deactivate(DeactivationReason reason)
    {
        lock (this)
        {
            if (_ending is not null || _phase is not (Phase.Activating or Phase.Valid))
                return;
            _ending = new(reason);
            Interlocked.Or(ref _state, Closed);
            Wake();
        }
    }

    /// <summary>Asks it to end if it is idle, has been for that many ticks of the directory's clock, and nothing keeps it alive.</summary>
    internal void Collect(int now, int age)
    {
        if (now - _lastUsed <= age || now <= _keepUntil)
            return;
        lock (this)
        {
            if (Interlocked.CompareExchange(ref _state, Closed, 0) != 0)
                return;
            _ending = new(new(DeactivationReasonCode.ActivationIdle, "It was idle."));
            Wake();
        }
    }

    internal void KeepAlive(TimeSpan time)
    {
        var ticks = Math.Ceiling(time / Directory.Engine.Quantum) + 1; // the clock may be about to tick
        _keepUntil = time <= TimeSpan.Zero && time != Timeout.InfiniteTimeSpan ? 0
            : time == Timeout.InfiniteTimeSpan || ticks >= int.MaxValue - Directory.Clock ? int.MaxValue
            : Directory.Clock + (int)ticks;
    }

    /// <summary>Starts one that has taken over waiting calls from its predecessor.</summary>
    private void Start()
    {
        lock (this)
            Wake();
    }

    private void Begin()
    {
        var cancellation = new CancellationTokenSource();
        Task activating;
        try
        {
            _grain = Create();
            activating = _grain.OnActivateAsync(cancellation.Token);
        }
        catch (Exception exception)
        {
            activating = Task.FromException(exception);
        }
        if (activating.IsCompletedSuccessfully)
            Open();
        else
            _ = Open(activating, cancellation);
    }

    private Grain Create()
    {
        Directory.Engine.ThrowIfStopping();
        var outer = _beingCreated;
        _beingCreated = this;
        try
        {
            return Directory.CreateGrain();
        }
        finally
        {
            _beingCreated = outer;
        }
    }

    private async Task Open(Task activating, CancellationTokenSource cancellation)
    {
        try
        {
            await activating.WaitAsync(Directory.Engine.Collection.ActivationTimeout, Directory.Engine.Time).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Close(exception);
            if (!activating.IsCompleted)
                await cancellation.CancelAsync().ConfigureAwait(false);
            return;
        }
        Open();
    }

    private void Open()
    {
        lock (this)
        {
            _phase = Phase.Valid;
            _lastUsed = Directory.Clock;
            _state &= _ending is null ? ~(Busy | Closed) : ~Busy;
            Wake();
        }
    }

    private void Finish()
    {
        var cancellation = new CancellationTokenSource();
        Task deactivating;
        try
        {
            deactivating = _grain!.OnDeactivateAsync(_ending!.Reason, cancellation.Token);
        }
        catch (Exception exception)
        {
            deactivating = Task.FromException(exception);
        }
        if (deactivating.IsCompletedSuccessfully)
            Close(null);
        else
            _ = Finish(deactivating, cancellation);
    }

    private async Task Finish(Task deactivating, CancellationTokenSource cancellation)
    {
        try
        {
            await deactivating.WaitAsync(Directory.Engine.Collection.DeactivationTimeout, Directory.Engine.Time).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Directory.Engine.Logger.DeactivationFailed(exception, Directory.GrainType, Key);
            if (!deactivating.IsCompleted)
                await cancellation.CancelAsync().ConfigureAwait(false);
        }
        Close(null);
    }

    /// <summary>
    /// The end. Calls that wait go to a successor, which takes this one's place in the directory before anybody can see that this
    /// one is dead: else a caller's next call could overtake the one that waits. After a failed activation they fail instead.
    /// </summary>
    private void Close(Exception? failure)
    {
        WorkList orphans;
        Activation? successor = null;
        lock (this)
        {
            orphans = _requests;
            _requests = default;
            if (failure is null && !orphans.IsEmpty)
                successor = new(_reference) { _requests = orphans, _state = Closed | Queued };
            else if (failure is not null)
                _ending = new(new(DeactivationReasonCode.ActivationFailed, failure, "The activation failed."));
            Directory.Replace(this, successor);
            (_phase, _grain) = (Phase.Dead, null);
            _state = (_state & Executing) | Closed | (_continuations.IsEmpty ? 0 : Queued);
            Wake();
        }
        if (successor is not null)
            successor.Start();
        else
            while (orphans.Dequeue() is Request orphan)
                orphan.Fail(failure!);
    }

    private sealed record Ending(DeactivationReason Reason);
}
