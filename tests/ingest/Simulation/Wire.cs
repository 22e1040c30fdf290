namespace Crm.Ingest.Tests.Simulation;

/// <summary>
/// The way from a process to a server and back. What is asked for is done at the server at one instant, and the answer takes its time; either
/// may be lost or come after the caller has given up, and what was sent is done also where the caller is dead by then.
/// </summary>
internal sealed class Wire(Scheduler scheduler, Place server, Weather weather, Func<TimeSpan> outage, Func<Exception> unreachable)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public Scheduler Scheduler => scheduler;

    public Task<T> Call<T>(Func<T> serve, CancellationToken cancellationToken = default)
    {
        var answer = new TaskCompletionSource<T>();
        var fate = outage() > scheduler.Now ? Fate.Lost : weather.Draw();
        if (fate != Fate.Lost)
        {
            Travel(() => Serve(serve, answer, fate));
        }

        if (fate != Fate.Good)
        {
            var patience = scheduler.Random.Next(4) == 0 ? TimeSpan.Zero : Patience; // a refusal, or silence
            scheduler.After(server, patience, () => answer.TrySetException(unreachable()));
        }

        return cancellationToken.CanBeCanceled ? answer.Task.WaitAsync(cancellationToken) : answer.Task;
    }

    private void Serve<T>(Func<T> serve, TaskCompletionSource<T> answer, Fate fate)
    {
        Action deliver;
        try
        {
            var result = serve();
            deliver = () => answer.TrySetResult(result);
        }
        catch (Exception thrown)
        {
            deliver = () => answer.TrySetException(thrown);
        }

        if (fate != Fate.AnswerLost)
        {
            Travel(deliver);
        }
    }

    private void Travel(Action arrive)
    {
        var milliseconds = scheduler.Random.Next(20) switch
        {
            0 => scheduler.Random.Next(weather.Calm ? 200 : 8_000),
            < 4 => scheduler.Random.Next(50),
            < 8 => 1,
            _ => 0,
        };
        if (milliseconds == 0)
        {
            scheduler.Post(server, arrive);
        }
        else
        {
            scheduler.After(server, TimeSpan.FromMilliseconds(milliseconds), arrive);
        }
    }
}

/// <param name="random">Of the run.</param>
internal sealed class Weather(Random random)
{
    /// <summary>Nothing goes wrong any more.</summary>
    public bool Calm { get; set; }

    /// <summary>Calls of a thousand that go wrong.</summary>
    public int Faults { get; set; } = random.Next(3) * 15;

    /// <summary>Calls of a customer of a thousand that go to another activation, or come late.</summary>
    public int Losses { get; set; } = random.Next(4) * 25;

    public TimeSpan LogDown { get; set; }

    public TimeSpan DatabaseDown { get; set; }

    public Fate Draw() => Calm || random.Next(1_000) >= Faults ? Fate.Good : (Fate)random.Next(1, 4);
}

internal enum Fate { Good, Lost, AnswerLost, Late }
