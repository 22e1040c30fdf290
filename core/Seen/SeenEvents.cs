using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Seen;

/// <summary>Counts the names that a store's events have in one partition, until somebody takes them. Not safe for concurrent use.</summary>
public sealed class SeenEvents
{
    private readonly Dictionary<(EventType Type, string Name), Seen> _seen = [];
    private readonly List<(string Name, EventType Type, Seen Seen)> _fresh = []; // since they were last taken

    /// <summary>Nothing is to be taken.</summary>
    public bool IsEmpty => _fresh.Count == 0;

    /// <summary>An event that counted.</summary>
    public void Add(in Event e)
    {
        if (e.Type > EventType.Screen)
        {
            return;
        }

        if (!_seen.TryGetValue((e.Type, e.Name), out var seen))
        {
            if (_seen.Count >= SeenLimits.Events || (e.Type != EventType.Identify && !SeenLimits.IsName(e.Name)))
            {
                return;
            }

            _seen.Add((e.Type, e.Name), seen = new());
        }

        if (seen.Fresh++ == 0)
        {
            _fresh.Add((e.Name, e.Type, seen));
        }

        seen.LastAt = Instant.Later(seen.LastAt, e.At);
        var number = seen.Count++;
        if (number < SeenLimits.FirstEvents || number % SeenLimits.OneIn == 0)
        {
            seen.Paths.Add(e.Properties.Span, number < SeenLimits.FirstEvents ? 1 : SeenLimits.OneIn);
        }
    }

    /// <summary>Hands over what was added since the last time.</summary>
    public void Take(Action<SeenKey, long, Instant> taker)
    {
        foreach (var (name, type, seen) in _fresh)
        {
            taker(new(type, name, "", ValueKind.Missing), seen.Fresh, seen.LastAt);
            seen.Paths.Take((path, kind, count) => taker(new(type, name, path, kind), count, seen.LastAt));
            seen.Fresh = 0;
        }

        _fresh.Clear();
    }

    private sealed class Seen
    {
        public SeenPaths Paths { get; } = new();

        public long Count { get; set; }

        public long Fresh { get; set; }

        public Instant LastAt { get; set; }
    }
}
