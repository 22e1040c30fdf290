namespace Crm.Postgres;

/// <summary>Does together what is asked for at about the same time: while as much is under way as may be, further requests gather and share the next run.</summary>
/// <param name="most">Runs at a time.</param>
/// <param name="run">Answers each of the requests; what it throws is the answer to those that have none.</param>
/// <param name="limit">What a run takes at most, in the requests' own sizes; a larger request runs alone.</param>
internal sealed class Gathering<TRequest, TAnswer>(int most, long limit, Func<IReadOnlyList<Gathered<TRequest, TAnswer>>, Task> run)
{
    private readonly Lock _lock = new();
    private readonly Queue<Gathered<TRequest, TAnswer>> _waiting = new();
    private int _running;

    public Task<TAnswer> Ask(TRequest request, long size)
    {
        var asked = new Gathered<TRequest, TAnswer>(request, size);
        lock (_lock)
        {
            _waiting.Enqueue(asked);
            if (_running < most)
            {
                _running++;
                _ = Task.Run(Drain, CancellationToken.None); // off the caller's scheduler, which may be a grain's
            }
        }

        return asked.Answer.Task;
    }

    private async Task Drain()
    {
        while (Next() is { } requests)
        {
            try
            {
                await run(requests);
            }
            catch (Exception exception) // each caller hears of it
            {
                requests.ForEach(request => request.Answer.TrySetException(exception));
            }
        }
    }

    private List<Gathered<TRequest, TAnswer>>? Next()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _running--;
                return null;
            }

            var requests = new List<Gathered<TRequest, TAnswer>>();
            for (var room = limit; _waiting.TryPeek(out var next) && (requests.Count == 0 || next.Size <= room); room -= next.Size)
            {
                requests.Add(_waiting.Dequeue());
            }

            return requests;
        }
    }
}

/// <summary>A request among those that share a run.</summary>
internal sealed class Gathered<TRequest, TAnswer>(TRequest request, long size)
{
    public TRequest Request { get; } = request;

    public long Size { get; } = size;

    public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
