using System.Buffers;
using System.Globalization;

namespace Crm.Silo.Telemetry;

/// <summary>Writes tags as Prometheus labels, <c>a="x",b="y"</c>, without allocating for those of usual length.</summary>
internal ref struct LabelText(Span<char> buffer) : IDisposable
{
    private Span<char> _buffer = buffer;
    private char[]? _rented;
    private int _length;

    public readonly ReadOnlySpan<char> Span => _buffer[.._length];

    public void Append(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            if (_length > 0)
            {
                Append(',');
            }

            foreach (var c in name)
            {
                Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
            }

            Append('=');
            Append('"');
            AppendValue(value);
            Append('"');
        }
    }

    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private void AppendValue(object? value)
    {
        Span<char> number = stackalloc char[64];
        ReadOnlySpan<char> text = value switch
        {
            string known => known,
            bool flag => flag ? "true" : "false",
            ISpanFormattable formattable when formattable.TryFormat(number, out var length, default, CultureInfo.InvariantCulture) => number[..length],
            _ => value?.ToString(),
        };
        foreach (var c in text)
        {
            switch (c)
            {
                case '\\': Append('\\'); Append('\\'); break;
                case '"': Append('\\'); Append('"'); break;
                case '\n': Append('\\'); Append('n'); break;
                default: Append(c); break;
            }
        }
    }

    private void Append(char c)
    {
        if (_length == _buffer.Length)
        {
            var larger = ArrayPool<char>.Shared.Rent(_length * 2);
            _buffer.CopyTo(larger);
            Dispose();
            _buffer = _rented = larger;
        }

        _buffer[_length++] = c;
    }
}
