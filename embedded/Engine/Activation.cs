using System.Runtime.CompilerServices;

namespace Crm.Embedded.Engine;

/// <summary>
/// One activation: its grain, whose turn it is, and who waits. An idle activation is entered and left with one
/// compare-and-swap each, on the caller's thread; everything else goes by the lock on itself.
/// </summary>
/// <remarks>
/// Being the synchronization context of its grain, it gets what follows each await there, and runs it one at a time.
/// Invariants: <see cref="_state"/> leaves 0 without the lock only by <see cref="TryEnter"/> and comes back to 0 without it only by
/// the thread that entered, from exactly Executing | Busy. So once any other bit is set (interlocked), or by the
/// owner of Executing, it may be written under the lock as an ordinary field.
/// </remarks>
internal sealed partial class Activation : SynchronizationContext, IThreadPoolWorkItem
{
    private const int Executing = 1; // a thread is in it
    private const int Busy = 2; // a call, or the beginning or end of the activation, is not over; it may be awaiting something
    private const int Queued = 4; // one of the two lists is not empty
    private const int Closed = 8; // not yet activated, or asked to end: nobody may enter directly

    private readonly GrainReference _reference;
    private WorkList _continuations;
    private WorkList _requests;
    private Grain? _grain;
    private int _state = Closed;
    private Phase _phase;
    private int _lastUsed; // on the directory's clock
    private int _keepUntil;

    internal Activation(GrainReference reference) => _reference = reference;

    private enum Phase : byte
    {
        Created,
        Activating,
        Valid,
        Deactivating,
        Dead,
    }

    internal GrainDirectory Directory => _reference.Directory;

    internal string Key => _reference.Key;

    /// <summary>Kept with the activation, so that asking for an active grain allocates nothing.</summary>
    internal GrainReference Reference => _reference;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryEnter()
    {
        if (Interlocked.CompareExchange(ref _state, Executing | Busy, 0) != 0)
            return false;
        _lastUsed = _reference.Directory.Clock;
        return true;
    }

    /// <summary>After <see cref="TryEnter"/>: runs the call and leaves.</summary>
    internal ValueTask<TResult> Run<TCall, TResult>(GrainReference caller, TCall call)
        where TCall : struct, IGrainCall<TResult>
    {
        var outer = Current;
        SetSynchronizationContext(this);
        var result = Invoke<TCall, TResult>(call);
        if (!result.IsCompleted)
            return Suspend<TCall, TResult>(caller, result, outer);
        SetSynchronizationContext(outer);
        if (Interlocked.CompareExchange(ref _state, 0, Executing | Busy) != (Executing | Busy))
            Release(Executing | Busy);
        return result;
    }

    internal ValueTask<TResult> Invoke<TCall, TResult>(TCall call)
        where TCall : struct, IGrainCall<TResult>
    {
        try
        {
            return call.Invoke(_grain!);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException<TResult>(exception);
        }
    }

    /// <summary>Queues a call.</summary>
    /// <returns>False if the activation has ended and left the directory.</returns>
    internal bool TrySubmit(Request request)
    {
        lock (this)
        {
            if (_phase == Phase.Dead)
                return false;
            _requests.Enqueue(request);
            Interlocked.Or(ref _state, Queued);
            Wake();
            return true;
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (this)
        {
            _continuations.Enqueue(new Continuation(d, state));
            Interlocked.Or(ref _state, Queued);
            Wake();
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("A grain cannot be waited for.");

    internal void EndRequest() => Release(Busy);

    void IThreadPoolWorkItem.Execute()
    {
        SetSynchronizationContext(this);
        while (Take() is { } item)
            item.Execute(this);
    }

    private ValueTask<TResult> Suspend<TCall, TResult>(GrainReference caller, ValueTask<TResult> pending, SynchronizationContext? outer)
        where TCall : struct, IGrainCall<TResult>
    {
        var request = new Request<TCall, TResult>(caller, default);
        Release(Executing);
        _ = request.Complete(this, pending);
        SetSynchronizationContext(outer);
        return request.Response;
    }

    private void Release(int bits)
    {
        lock (this)
        {
            _state &= ~bits;
            Wake();
        }
    }

    /// <summary>Sees to it that a thread runs what can be run now. Needs the lock.</summary>
    private void Wake()
    {
        if ((_state & Executing) != 0 || !HasWork())
            return;
        _state |= Executing;
        Directory.Engine.Queue(this);
    }

    private bool HasWork() => !_continuations.IsEmpty || ((_state & Busy) == 0 && _phase switch
    {
        Phase.Created => !_requests.IsEmpty,
        Phase.Valid => !_requests.IsEmpty || _ending is not null,
        _ => false,
    });

    /// <summary>What to run next, by the thread that is in it; null if there is nothing, and the thread is out.</summary>
    private WorkItem? Take()
    {
        lock (this)
        {
            var item = _continuations.Dequeue() ?? ((_state & Busy) == 0 ? TakeTurn() : null);
            var state = item is null ? _state & ~Executing : _state;
            _state = _continuations.IsEmpty && _requests.IsEmpty ? state & ~Queued : state | Queued;
            return item;
        }
    }

    private WorkItem? TakeTurn()
    {
        WorkItem? item;
        switch (_phase)
        {
            case Phase.Created when !_requests.IsEmpty:
                (_phase, item) = (Phase.Activating, Beginning);
                break;
            case Phase.Valid when _ending is not null:
                (_phase, item) = (Phase.Deactivating, End);
                break;
            case Phase.Valid:
                (_lastUsed, item) = (Directory.Clock, _requests.Dequeue());
                break;
            default:
                return null;
        }
        if (item is not null)
            _state |= Busy;
        return item;
    }
}
