using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Crm.Silo.Collector;

/// <summary>A batch's context: its members stand in every event whose own context lacks them.</summary>
internal sealed class SharedContext
{
    private readonly List<(string Name, ReadOnlyMemory<byte> Member)> _members = [];

    /// <param name="json">A JSON object.</param>
    public SharedContext(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span, JsonMember.AnyDepth);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (start, name) = ((int)reader.TokenStartIndex, Name(ref reader));
            _members.Add((name, json[start..reader.Value().End]));
        }
    }

    /// <summary>Writes an event's context completed by this one.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="own">The event's context, a JSON object.</param>
    public void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> own)
    {
        var known = Names(own);
        var separator = known.Count > 0 ? ","u8 : default;
        to.Write(own[..^1]);
        foreach (var (name, member) in _members)
        {
            if (!known.Contains(name))
            {
                to.Write(separator);
                to.Write(member.Span);
                separator = ","u8;
            }
        }

        to.Write("}"u8);
    }

    private static HashSet<string> Names(ReadOnlySpan<byte> json)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json, JsonMember.AnyDepth);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            names.Add(Name(ref reader));
            reader.Value();
        }

        return names;
    }

    // A name that is no valid text is compared as it was written.
    private static string Name(ref Utf8JsonReader reader) => reader.Text() ?? Encoding.Latin1.GetString(reader.ValueSpan);
}
