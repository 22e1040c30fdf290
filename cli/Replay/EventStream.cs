using System.Text.Json;

namespace Crm.Cli.Replay;

/// <summary>The events of a file in the order in which they are sent: a function of the file and these settings, so that a count of events names a place in it.</summary>
/// <param name="shift">Applied to every date.</param>
/// <param name="browse">Make up browsing around orders.</param>
/// <param name="wrong">Told every line that cannot be read; it is left out.</param>
internal sealed class EventStream(WeekShift shift, bool browse, Action<WrongLine> wrong)
{
    /// <summary>The collector's own bound on one event.</summary>
    private const int LargestEvent = 32 * 1024;

    private readonly PriorityQueue<ReplayEvent, (DateTimeOffset At, long Number)> _made = new();
    private long _number;
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    public IEnumerable<ReplayEvent> Read(IEnumerable<string> lines)
    {
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            foreach (var ready in Line(line, number))
                yield return ready;
        }
        // What is made up beyond the last real event is left out: history ends where the file does.
        foreach (var ready in Take(_last))
            yield return ready;
    }

    private IEnumerable<ReplayEvent> Line(string text, int line)
    {
        try
        {
            return text.Contains("\"orderId\"", StringComparison.Ordinal) && !text.Contains("\"type\"", StringComparison.Ordinal)
                ? OfOrder(text, line)
                : OfEvent(text, line);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            wrong(new(line, e.Message));
            return [];
        }
    }

    private IEnumerable<ReplayEvent> OfEvent(string text, int line)
    {
        var one = EventLine.Read(text, line, shift);
        if (one.Json.Length > LargestEvent)
            throw new FormatException($"an event of {one.Json.Length} bytes; the collector takes {LargestEvent}");
        return [one];
    }

    private IEnumerable<ReplayEvent> OfOrder(string text, int line)
    {
        var order = JsonSerializer.Deserialize(text, OrderJson.Default.Order)!;
        var at = shift.Apply(order.At);
        var json = OrderEvents.Completed(order, at);
        if (json.Length > LargestEvent)
            throw new FormatException($"an order of {json.Length} bytes; the collector takes {LargestEvent}");
        if (!browse)
            return [new(at, line, json)];

        _last = at > _last ? at : _last;
        foreach (var made in Browsing.Around(order, at, line).Append(new(at, line, json)))
            _made.Enqueue(made, (made.At, _number++));
        return Take(at - Browsing.LongestVisit);
    }

    /// <summary>No later order can bring an event before its own instant less the longest visit.</summary>
    private IEnumerable<ReplayEvent> Take(DateTimeOffset through)
    {
        while (_made.TryPeek(out var next, out _) && next.At <= through)
            yield return _made.Dequeue();
    }
}
