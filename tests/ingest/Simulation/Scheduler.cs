namespace Crm.Ingest.Tests.Simulation;

/// <summary>
/// Everything that runs: one step at a time on one thread, picked by the seed from all that could go on; time is virtual and passes when
/// nothing else can go on, or earlier by the seed. So a seed is one interleaving, the same every time.
/// </summary>
internal sealed class Scheduler(int seed)
{
    private readonly PriorityQueue<Alarm, (TimeSpan At, int Order)> _alarms = new();
    private readonly List<Step> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile string? _escape;

    public Random Random { get; } = new(seed);

    /// <summary>Since the beginning.</summary>
    public TimeSpan Now { get; private set; }

    public int Steps { get; private set; }

    /// <summary>Stands for every choice made so far.</summary>
    public long Trace { get; private set; } = 17;

    /// <summary>Something of the place can go on.</summary>
    public void Post(Place place, SendOrPostCallback callback, object? state, PlaceContext? context = null)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            _escape = Environment.StackTrace; // it went on where no seed has a say
            return;
        }

        if (!place.Dead)
        {
            (place.Asleep ? place.Held : _ready).Add(new Step(place, callback, state, context));
        }
    }

    public void Post(Place place, Action action) => Post(place, static state => ((Action)state!)(), action);

    /// <summary>Something of the place can go on after a while.</summary>
    public Alarm After(Place place, TimeSpan delay, Action action)
    {
        var alarm = new Alarm(place, Now + delay, action);
        _alarms.Enqueue(alarm, (alarm.At, Random.Next())); // of those due at one instant any may be first
        return alarm;
    }

    /// <summary>Nothing of the place goes on until it is woken: a process that is stopped, or a machine that is paused.</summary>
    public void Sleep(Place place)
    {
        place.Asleep = true;
        place.Held.AddRange(_ready.Where(step => step.Place == place));
        _ready.RemoveAll(step => step.Place == place);
    }

    public void Wake(Place place)
    {
        place.Asleep = false;
        _ready.AddRange(place.Held);
        place.Held.Clear();
    }

    /// <summary>Nothing of the place ever goes on again.</summary>
    public void Kill(Place place)
    {
        place.Dead = true;
        place.Held.Clear();
        _ready.RemoveAll(step => step.Place == place);
    }

    /// <summary>One step, or a leap of time.</summary>
    public void Next()
    {
        if (_escape is { } stack)
        {
            throw new InvalidOperationException("Something went on outside of the simulation: " + stack);
        }

        Steps++;
        if (_alarms.Count > 0 && (_ready.Count == 0 || Random.Next(24) == 0))
        {
            Ring(_alarms.Dequeue());
            return;
        }

        if (_ready.Count == 0)
        {
            throw new InvalidOperationException("Nothing can go on any more, and it is not done.");
        }

        var index = Random.Next(_ready.Count);
        var step = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        Trace = (Trace * 31 + index) * 31 + step.Place.Number;
        Run(step);
    }

    private void Ring(Alarm alarm)
    {
        Now = alarm.At > Now ? alarm.At : Now;
        Trace = Trace * 31 + Now.Ticks;
        if (!alarm.Off)
        {
            Post(alarm.Place, alarm.Action);
        }
    }

    // In the context in which it was left what follows may run on at once; in another one it is posted, and others may come in between.
    private void Run(Step step)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(step.Context is { } context && Random.Next(2) == 0 ? context : new PlaceContext(this, step.Place));
        try
        {
            step.Callback(step.State);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

}

/// <summary>Something that is to go on once its time has come.</summary>
internal sealed class Alarm(Place place, TimeSpan at, Action action)
{
    public Place Place { get; } = place;

    public TimeSpan At { get; } = at;

    public Action Action { get; } = action;

    public bool Off { get; set; }
}
