namespace Crm.Ingest.Tests.Simulation;

/// <summary>What lives, sleeps and dies as one: a process, or the servers.</summary>
internal sealed class Place(int number)
{
    public int Number { get; } = number;

    public bool Dead { get; set; }

    public bool Asleep { get; set; }

    /// <summary>What could go on if it were awake.</summary>
    public List<Step> Held { get; } = [];
}

/// <summary>What follows an await at a place goes on there when the scheduler says so.</summary>
internal sealed class PlaceContext(Scheduler scheduler, Place place) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => scheduler.Post(place, d, state, this);

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nobody waits here.");

    public override SynchronizationContext CreateCopy() => this;
}

/// <summary>Something that can go on.</summary>
internal readonly record struct Step(Place Place, SendOrPostCallback Callback, object? State, PlaceContext? Context);
