using System.Text;
using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Values;

namespace Crm.Core.Seen;

/// <summary>The properties of events of one name, each with how many had it. Known paths cost no memory when they come again.</summary>
public sealed class SeenPaths
{
    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Known>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly char[] _path = new char[SeenLimits.NameLength + 1]; // the kind behind it
    private long _reads;
    private bool _any; // was added since the last time

    public SeenPaths() => _lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Adds the properties of one event, each once however often it is in an array.</summary>
    /// <param name="json">An object, valid; empty where there is none.</param>
    /// <param name="weight">Of how many events it is one.</param>
    public void Add(ReadOnlySpan<byte> json, int weight)
    {
        if (json.IsEmpty)
        {
            return;
        }

        _reads++;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        Value(ref reader, 0, 0, weight);
    }

    /// <summary>Hands over what was added since the last time.</summary>
    public void Take(Action<string, ValueKind, long> taker)
    {
        if (!_any)
        {
            return;
        }

        _any = false;
        foreach (var (path, known) in _known)
        {
            if (known.Count > 0)
            {
                taker(known.Path ??= path[..^1], (ValueKind)path[^1], known.Count);
                known.Count = 0;
            }
        }
    }

    private void Value(ref Utf8JsonReader reader, int length, int depth, int weight)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when depth < SeenLimits.Depth:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var inner = Name(ref reader, length);
                    reader.Read();
                    if (inner > 0)
                    {
                        Value(ref reader, inner, depth + 1, weight);
                    }
                    else
                    {
                        reader.Skip();
                    }
                }

                break;
            case JsonTokenType.StartArray when depth < SeenLimits.Depth:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Value(ref reader, length, depth + 1, weight);
                }

                break;
            default:
                Count(length, KindOf(ref reader), weight);
                reader.Skip();
                break;
        }
    }

    /// <returns>The length of the path with the name; 0 where it is none.</returns>
    private int Name(ref Utf8JsonReader reader, int length)
    {
        var start = length == 0 ? 0 : length + 1;
        if (start + reader.ValueSpan.Length > SeenLimits.NameLength || reader.ValueIsEscaped)
        {
            return 0;
        }

        var name = _path.AsSpan(start);
        name = name[..Encoding.UTF8.GetChars(reader.ValueSpan, name)];
        if (!SeenLimits.IsName(name))
        {
            return 0;
        }

        if (start > 0)
        {
            _path[length] = '.';
        }

        return start + name.Length;
    }

    private void Count(int length, ValueKind kind, int weight)
    {
        if (length == 0 || kind == ValueKind.Missing)
        {
            return;
        }

        _path[length] = (char)kind;
        var key = _path.AsSpan(0, length + 1);
        if (!_lookup.TryGetValue(key, out var known))
        {
            if (_known.Count >= SeenLimits.Paths)
            {
                return;
            }

            _known.Add(key.ToString(), known = new());
        }

        known.Count += known.LastRead == _reads ? 0 : weight;
        known.LastRead = _reads;
        _any = true;
    }

    private static ValueKind KindOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => IsoTimestamp.TryParse(reader.ValueSpan, out _) ? ValueKind.Instant : ValueKind.Text,
        JsonTokenType.Number => ValueKind.Number,
        JsonTokenType.True or JsonTokenType.False => ValueKind.Boolean,
        _ => ValueKind.Missing,
    };

    private sealed class Known
    {
        public string? Path { get; set; }

        public long Count { get; set; }

        public long LastRead { get; set; }
    }
}
