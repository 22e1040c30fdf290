using Crm.Core.Definitions;
using Crm.Ingest.Commits;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Crm.Ingest.Tests.Pumps;

namespace Crm.Ingest.Tests.Simulation;

/// <summary>A story told to a few processes while everything goes wrong that may, by the seed; then all is well, and it has to come out right.</summary>
internal sealed partial class Simulation
{
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(5);

    private readonly Place _servers = new(0);
    private readonly List<SimulatedProcess> _processes = [];
    private readonly Scheduler _scheduler;
    private readonly Random _random;
    private readonly Weather _weather;
    private readonly World _world;
    private readonly LogServer _log;
    private readonly PumpOptions _options;
    private readonly IEnumerator<Task> _story;
    private readonly int[] _owners; // by partition: the process that is to have it
    private readonly int _haste;
    private int _places;
    private int _mishaps;
    private TimeSpan _wall;
    private bool _told;

    public Simulation(int seed)
    {
        _scheduler = new(seed);
        _random = _scheduler.Random;
        _weather = new(_random);
        var clock = _random.Next(3) == 0 ? StoreClock.Wall : StoreClock.Log;
        var time = new PlaceTime(_scheduler, _servers, () => _wall);
        _world = new(clock, _random.Next(1, 4), time);
        _world.Database.Delay = static () => Task.CompletedTask;
        _log = new(_world.Log, _scheduler);
        _options = Options(_random);
        _mishaps = _random.Next(20);
        _haste = _random.Next(1, 30);
        _owners = new int[_world.Partitions];
        _story = new Story(_world, _random, events: _random.Next(10, 60), customers: _random.Next(2, 12))
        {
            Announce = Announce,
            Pass = clock == StoreClock.Log ? null : Pass,
        }.Play().GetEnumerator();
    }

    public int Steps => _scheduler.Steps;

    /// <summary>The same for the same seed.</summary>
    public long Trace => _scheduler.Trace;

    public void Run()
    {
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            Start();
        }

        for (var partition = 0; partition < _owners.Length; partition++)
        {
            Move(partition, _random.Next(_processes.Count));
        }

        while (!_told || _mishaps > 0)
        {
            Disturb();
            Step();
        }

        Calm();
        Await(IsDurable);
        var outcome = new Outcome(_world, _options.Archive);
        outcome.AssertEqualsOracle();
        _log.Closed = true;
        Await(() => _world.Database.Rows.All(row => row.Replay.Offset == _world.Log.Count(row.Partition) - 1)); // at rest everybody is stored
        outcome.AssertStatesEqual();
    }

    private static PumpOptions Options(Random random) => new()
    {
        BatchRecords = random.Next(1, 20),
        GroupRecords = random.Next(1, 30),
        WakeChunk = random.Next(1, 4),
        BackfillPage = random.Next(1, 5),
        ReplayRecords = random.Next(0, 40),
        Archive = (ArchiveKeeping)random.Next(2),
        EarlySnapshotsPerSecond = random.Next(2) * 1000,
        KnownCustomers = random.Next(2, 10),
        RestartDelay = TimeSpan.FromMilliseconds(random.Next(10, 1_000)),
        FencedDelay = TimeSpan.FromMilliseconds(random.Next(10, 5_000)),
    };

    private void Await(Func<bool> done)
    {
        for (var until = _scheduler.Now + Recovery; !done();)
        {
            Assert.True(_scheduler.Now < until, "It has not come to rest.");
            Step();
        }
    }

    // Who waits for a record is never told of it before it is durable.
    private void Step()
    {
        _scheduler.Next();
        foreach (var row in _world.Database.Rows)
        {
            foreach (var process in _processes)
            {
                Assert.True(process.Applied.Durable(row.Partition) <= row.Durable.Offset, "Said to be durable before it was.");
            }
        }
    }

    // Everything in the log is durable, nothing is on its way to it, and every partition has heard of the newest definitions.
    private bool IsDurable() =>
        _world.Database.ForwardsLeft == 0 && _world.Database.Rows.Count == _owners.Length
        && _world.Database.Rows.All(row => row.Durable.Offset == _world.Log.Count(row.Partition) - 1 && row.Durable == Progress.Through(row.Durable.Offset))
        && Enumerable.Range(0, _owners.Length).All(Knows);

    private bool Knows(int partition) => _world.Log.All(partition).Any(record =>
        record.Kind == RecordKind.Control && record.Key == World.Store + "/" && record.Payload.Span.SequenceEqual(World.Json($$"""{"version":{{_world.Sets.Count}}}""").Span));

    private void Start()
    {
        var place = new Place(++_places);
        var log = new Wire(_scheduler, _servers, _weather, () => _weather.LogDown, static () => new LogUnavailableException("The log does not answer."));
        var reads = new Wire(_scheduler, _servers, _weather, () => _weather.DatabaseDown, static () => new TimeoutException("The database does not answer."));
        var commits = new Wire(_scheduler, _servers, _weather, () => _weather.DatabaseDown, static () => new CommitUnknownException("The database does not answer."));
        var time = new PlaceTime(_scheduler, place, () => _wall);
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new PlaceContext(_scheduler, place));
        var process = new SimulatedProcess(place, _scheduler, _weather, time, new(_log, log), new(_world.Database, reads, commits), _options);
        SynchronizationContext.SetSynchronizationContext(before);
        _processes.Add(process);
        Tell(process);
    }

    // What a watcher reads from the database, and what is announced where it is made.
    private void Tell(SimulatedProcess process)
    {
        if (_world.Sets.Count > 0)
        {
            _scheduler.Post(process.Place, () => process.Versions.Announce(World.Store, _world.Sets.Count));
        }
    }

    private Task Announce(int version)
    {
        foreach (var process in _processes)
        {
            _scheduler.After(_servers, Soon(), () => Tell(process));
        }

        return Task.CompletedTask;
    }

    private TimeSpan Soon() => TimeSpan.FromMilliseconds(_random.Next(3) switch { 0 => 0, 1 => _random.Next(20), _ => _random.Next(5_000) });

    private long Pass(long hours)
    {
        _wall += TimeSpan.FromMilliseconds(hours);
        return new PlaceTime(_scheduler, _servers, () => _wall).GetUtcNow().ToUnixTimeMilliseconds();
    }

    private void Disturb()
    {
        if (!_told && _random.Next(_haste) == 0)
        {
            _told = !_story.MoveNext();
            _log.Notify();
        }

        if (_mishaps > 0 && _random.Next(50) == 0)
        {
            _mishaps--;
            Happen(_processes[_random.Next(_processes.Count)]);
        }
    }
}
