using Crm.Ingest.Tests.Pumps;

namespace Crm.Ingest.Tests.Simulation;

/// <content>What goes wrong, and that it all ends well.</content>
internal sealed partial class Simulation
{
    private void Happen(SimulatedProcess process)
    {
        switch (_random.Next(9))
        {
            case 0 or 1:
                Crash(process);
                break;
            case 2 or 3:
                Sleep(process);
                break;
            case 4:
                Move(_random.Next(_owners.Length), _random.Next(_processes.Count));
                break;
            case 5:
                process.Time.Skew = TimeSpan.FromSeconds(_random.Next(-100_000, 100_000));
                _wall += TimeSpan.FromSeconds(_random.Next(-5_000, 5_000));
                break;
            case 6:
                _weather.LogDown = _scheduler.Now + Soon();
                break;
            case 7:
                _weather.DatabaseDown = _scheduler.Now + Soon();
                break;
            default:
                var key = $"{World.Store}/u:{_random.Next(8)}";
                _scheduler.Post(process.Place, () => process.Read(key));
                break;
        }
    }

    // Its partitions go to others, or to the one that is started in its place.
    private void Crash(SimulatedProcess process)
    {
        _scheduler.Kill(process.Place);
        var gone = _processes.IndexOf(process);
        Start();
        _processes[gone] = _processes[^1];
        _processes.RemoveAt(_processes.Count - 1);
        for (var partition = 0; partition < _owners.Length; partition++)
        {
            if (_owners[partition] == gone)
            {
                Move(partition, _random.Next(2) == 0 ? gone : _random.Next(_processes.Count));
            }
        }
    }

    // What it has goes to others, or does not; it hears of that when it wakes, or a while after that.
    private void Sleep(SimulatedProcess process)
    {
        _scheduler.Sleep(process.Place);
        _scheduler.After(_servers, Soon() * _random.Next(1, 10), () => _scheduler.Wake(process.Place));
        for (var partition = 0; partition < _owners.Length; partition++)
        {
            if (_random.Next(2) == 0 && _processes[_owners[partition]] == process)
            {
                Move(partition, _random.Next(_processes.Count));
            }
        }
    }

    // Whoever had it may hear of it later than whoever gets it: until then both think that it is theirs.
    private void Move(int partition, int to)
    {
        var (before, after) = (_processes[_owners[partition]], _processes[to]);
        _owners[partition] = to;
        if (before != after)
        {
            _scheduler.After(_servers, Soon(), () => _scheduler.Post(before.Place, () => Hear(before, partition)));
        }

        _scheduler.After(_servers, Soon(), () => _scheduler.Post(after.Place, () => Hear(after, partition)));
    }

    // What is older than what was said last is not said any more.
    private void Hear(SimulatedProcess process, int partition)
    {
        if (_processes[_owners[partition]] == process)
        {
            process.Assign(partition);
        }
        else
        {
            process.Revoke(partition);
        }
    }

    private void Calm()
    {
        _weather.Calm = true;
        (_weather.LogDown, _weather.DatabaseDown) = (default, default);
        foreach (var process in _processes)
        {
            _scheduler.Wake(process.Place);
            _scheduler.Post(process.Place, () => Array.ForEach([.. Enumerable.Range(0, _owners.Length)], partition => Hear(process, partition)));
            Tell(process);
        }
    }
}
