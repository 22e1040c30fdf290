using Crm.Core.Definitions;
using Crm.Core.Seen;
using Crm.Core.Time;

namespace Crm.Ingest.Pumps;

/// <summary>One store in one partition: its now, its definitions, and who is due when.</summary>
internal sealed class StoreState(StoreSettings settings, Instant now, StoreDefinitions definitions)
{
    private readonly List<(long Offset, Instant Now)> _passages = [];

    public StoreSettings Settings { get; } = settings;

    public string Name => Settings.Name;

    /// <summary>Never falls.</summary>
    public Instant Now { get; private set; } = now;

    public StoreDefinitions Definitions { get; set; } = definitions;

    /// <summary>Names of events and properties that are not in a commit yet.</summary>
    public SeenEvents Seen { get; } = new();

    /// <summary>Events that counted and are not in a commit yet.</summary>
    public long Counted { get; set; }

    public WakeQueue Wakes { get; } = new();

    /// <summary>The newest version for which this pump has appended a control record.</summary>
    public int ControlAppended { get; set; }

    /// <summary>The offset of a tick that was appended and not yet read; -1 where there is none.</summary>
    public long TickOutstanding { get; set; } = -1;

    public void BeginBatch() => _passages.Clear();

    /// <summary>The record at this offset moves the store's time.</summary>
    public void Pass(long offset, Instant now)
    {
        if (now > Now || _passages.Count == 0)
        {
            _passages.Add((offset, now));
            Now = now;
        }
    }

    /// <summary>The first record of this batch whose now reaches the instant: a wake-up due then comes before that record.</summary>
    public long OffsetAt(Instant instant)
    {
        var low = 0;
        var high = _passages.Count - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_passages[middle].Now >= instant)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return _passages[low].Offset;
    }
}
