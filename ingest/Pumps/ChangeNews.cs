using Crm.Ingest.Commits;

namespace Crm.Ingest.Pumps;

/// <summary>Tells whoever follows the change feed, or one segment's part of it, that there may be more: they look only then, however many commits go by.</summary>
public sealed class ChangeNews
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Store, string? Segment), Topic> _topics = []; // null: all of a store's

    /// <returns>Disposed of once nobody listens any more.</returns>
    public Listener Follow(string store, string? segment)
    {
        lock (_lock)
        {
            if (!_topics.TryGetValue((store, segment), out var topic))
            {
                _topics[(store, segment)] = topic = new();
            }

            topic.Listeners++;
            return new(this, (store, segment), topic.Signal);
        }
    }

    /// <summary>Entries are durable.</summary>
    public void Committed(IReadOnlyList<FeedRow> rows)
    {
        lock (_lock)
        {
            if (_topics.Count == 0)
            {
                return;
            }

            foreach (var row in rows)
            {
                Raise((row.Store, row.Segment));
                Raise((row.Store, null));
            }
        }
    }

    /// <summary>Another process has committed who knows what.</summary>
    public void CommittedElsewhere()
    {
        lock (_lock)
        {
            foreach (var topic in _topics.Values)
            {
                topic.Signal.Raise();
            }
        }
    }

    private void Raise((string, string?) name)
    {
        if (_topics.TryGetValue(name, out var topic))
        {
            topic.Signal.Raise();
        }
    }

    private void Leave((string, string?) name)
    {
        lock (_lock)
        {
            if (--_topics[name].Listeners == 0)
            {
                _topics.Remove(name);
            }
        }
    }

    public sealed class Listener : IDisposable
    {
        private readonly ChangeNews _news;
        private readonly (string, string?) _name;
        private readonly Signal _signal;

        internal Listener(ChangeNews news, (string, string?) name, Signal signal) => (_news, _name, _signal) = (news, name, signal);

        /// <summary>Completes when there may be more. Take it before looking, so that nothing is missed.</summary>
        public Task Next => _signal.Next;

        public void Dispose() => _news.Leave(_name);
    }

    private sealed class Topic
    {
        public Signal Signal { get; } = new();

        public int Listeners { get; set; }
    }
}
