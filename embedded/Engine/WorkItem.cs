namespace Crm.Embedded.Engine;

/// <summary>Something for an activation to do, once it is its turn. In one <see cref="WorkList"/> at most.</summary>
internal abstract class WorkItem
{
    internal WorkItem? Next { get; set; }

    /// <summary>Runs in the activation's context; nothing else of that activation runs meanwhile.</summary>
    internal abstract void Execute(Activation activation);
}

/// <summary>What follows an await in a grain.</summary>
internal sealed class Continuation(SendOrPostCallback callback, object? state) : WorkItem
{
    internal override void Execute(Activation activation) => callback(state);
}

/// <summary>The beginning or the end of an activation.</summary>
internal sealed class LifecycleStep(Action<Activation> step) : WorkItem
{
    internal override void Execute(Activation activation) => step(activation);
}

/// <summary>A queue in one field: activations are many and their queues nearly always empty. Guarded by the activation's lock.</summary>
internal struct WorkList
{
    private WorkItem? _last; // its Next is the first

    internal readonly bool IsEmpty => _last is null;

    internal void Enqueue(WorkItem item)
    {
        item.Next = _last?.Next ?? item;
        if (_last is not null)
            _last.Next = item;
        _last = item;
    }

    internal WorkItem? Dequeue()
    {
        if (_last?.Next is not { } first)
            return null;
        if (first == _last)
            _last = null;
        else
            _last.Next = first.Next;
        first.Next = null;
        return first;
    }
}
