using System.Text;
using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Rules.Evaluation;

/// <summary>All values of an event's property, each as one number: of arrays on the way or at its end every element, objects none.</summary>
internal abstract class PropertyValues(string path) : IPropertyCondition
{
    [ThreadStatic]
    private static List<long>? _found;

    private readonly byte[][] _path = [.. path.Split('.').Select(Encoding.UTF8.GetBytes)];

    /// <returns>Valid until the next call of this thread.</returns>
    public List<long> Of(in Event e)
    {
        var found = _found ??= [];
        found.Clear();
        PropertyReader.Any(e.Properties.Span, _path, this, e.At);
        return found;
    }

    /// <returns>False, so that all are looked for.</returns>
    public bool Accepts(ReadOnlySpan<byte> json, Instant at)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            return PropertyReader.AnyElement(json, [], this, at);
        }

        if (PropertyReader.Scalar(json) is { IsMissing: false } value)
        {
            Add(_found!, value);
        }

        return false;
    }

    protected abstract void Add(List<long> found, in Value value);
}

/// <summary>Numbers and numeric texts in ten-thousandths, halves to even; one beyond a million millions is missing.</summary>
internal sealed class PropertyNumbers(string path) : PropertyValues(path)
{
    public const int Units = 10_000;
    public const decimal Largest = 1_000_000_000_000;

    protected override void Add(List<long> found, in Value value)
    {
        if (ValueView.Of(value).TryNumber(out var number) && Math.Abs(number) <= Largest)
        {
            found.Add((long)Math.Round(number * Units));
        }
    }
}

/// <summary>What tells values apart: text in NFC without regard to case, a number and a numeric text of its value as one. Each once.</summary>
internal sealed class PropertyHashes(string path) : PropertyValues(path)
{
    protected override void Add(List<long> found, in Value value)
    {
        var view = ValueView.Of(value);
        var text = view.TryNumber(out var number) ? FormattableString.Invariant($"n{number / 1.0000000000000000000000000000m}")
            : value.Kind == ValueKind.Boolean ? (value.AsBoolean ? "b1" : "b0")
            : $"t{view.Text.ToString().ToUpperInvariant()}";
        var hash = (long)StableHash.Of(Encoding.UTF8.GetBytes(text));
        if (!found.Contains(hash))
        {
            found.Add(hash);
        }
    }
}
