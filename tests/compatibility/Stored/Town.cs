using System.Text;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Time;

namespace Crm.Compatibility.Tests.Stored;

/// <summary>Homes of one store that write to each other: what they come to hold, and what they say.</summary>
internal sealed class Town
{
    public static readonly Instant Start = Instant.From(new(2024, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public static readonly StoreDefinitions Definitions = StoreDefinitions.Compile(Everything.Definitions());

    private readonly SortedDictionary<string, Customer> _homes = new(StringComparer.Ordinal);
    private readonly List<ArchivedRecord> _archive = [];
    private readonly Queue<(string Home, ReadOnlyMemory<byte> Payload)> _waiting = new();
    private int _minutes;
    private long _offset;

    /// <summary>What homes said to each other, in order: as it stands in the log.</summary>
    public List<string> Said { get; } = [];

    public IEnumerable<Customer> Homes => _homes.Values;

    public static CustomerKey Key(string id) => new("shop", id);

    /// <summary>A minute later a customer does something.</summary>
    /// <param name="members">Of the event, without ids and times.</param>
    public Town Add(string members, string? user = null, string? device = null)
    {
        var at = Start.PlusMilliseconds(60_000L * ++_minutes);
        var ids = (user is null ? "" : $"\"userId\":\"{user}\",") + (device is null ? "" : $"\"anonymousId\":\"{device}\",");
        _waiting.Enqueue((user is null ? $"a:{device}" : $"u:{user}", Encoding.UTF8.GetBytes($$"""{{{ids}}"messageId":"m{{_minutes}}","timestamp":"{{at}}",{{members}}}""")));
        while (_waiting.TryDequeue(out var next))
        {
            Apply(next.Home, next.Payload, at);
        }

        return this;
    }

    public Town Track(string name, string properties, string? user = null, string? device = null) =>
        Add($"\"type\":\"track\",\"event\":\"{name}\",\"properties\":{properties}", user, device);

    private void Apply(string home, ReadOnlyMemory<byte> payload, Instant at)
    {
        if (!_homes.TryGetValue(home, out var customer))
        {
            _homes.Add(home, customer = Customer.New(Key(home), Definitions));
        }

        var decoded = EventDecoder.Decode(payload, at);
        Assert.Null(decoded.Reason);
        var (effects, e) = (new List<Effect>(), decoded.Event!.Value);
        if (customer.Apply(new(++_offset, at, e, e.Type == EventType.Unmerge ? [.. _archive] : default), effects).Kind == ApplyKind.Applied)
        {
            _archive.Add(new(home, _offset, e));
        }

        foreach (var effect in effects.Where(static effect => effect.Kind == EffectKind.Forward))
        {
            _waiting.Enqueue((effect.Other!, effect.Payload.Bytes));
            Said.Add(Encoding.UTF8.GetString(effect.Payload.Bytes.Span));
        }
    }
}
