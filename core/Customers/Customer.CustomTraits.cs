using System.Text;
using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Profiles;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    private TraitSet? _traits;

    private void ReadTrait(ref Utf8JsonReader reader, ReadOnlySpan<byte> traits, Instant at)
    {
        Span<char> buffer = stackalloc char[CustomerLimits.TraitNameLength];
        var named = TraitNames.TryName(ref reader, buffer, out var length);
        var name = buffer[..length];
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        var value = reader;
        reader.Skip();
        if (!named)
        {
            Refuse("traits", ProblemReason.BadName, at);
        }
        else if (ReadTraitValue(ref value, name, traits[start..(int)reader.BytesConsumed], out var held) is { } problem)
        {
            RefuseTrait(name, problem, at);
        }
        else
        {
            SetTrait(name, held, at);
        }
    }

    private void SetTrait(ReadOnlySpan<char> name, TraitValue held, Instant at)
    {
        _traits ??= new();
        if (_traits.IsTooMany(name))
        {
            Refuse("traits", ProblemReason.TooManyTraits, at); // not by its name: whoever sends so many does not stop at one
            return;
        }

        if (_traits.IsOfAnotherType(name, held) && _definitions.Set.Profile.TypeOf(name) is null)
        {
            RefuseTrait(name, ProblemReason.TypeChanged, at);
        }
        else if (_problems is not null)
        {
            Resolve($"{CustomerFields.TraitPrefix}{name}", at);
        }

        if (_traits.Set(name, held, at) is { } changed)
        {
            _rules.TraitChanged(changed);
        }
    }

    private ProblemReason? ReadTraitValue(ref Utf8JsonReader reader, scoped ReadOnlySpan<char> name, ReadOnlySpan<byte> json, out TraitValue held)
    {
        held = default;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.True or JsonTokenType.False:
                held = new(Value.Of(reader.TokenType == JsonTokenType.True));
                break;
            case JsonTokenType.Number when reader.TryGetDecimal(out var number):
                held = new(Value.Of(number));
                break;
            case JsonTokenType.String:
                var current = _traits?.Find(name) is { Kind: ValueKind.Text } known ? known.AsText : null;
                if (!JsonText.TryGet(ref reader, current, out var text))
                {
                    return ProblemReason.NotText;
                }

                held = new(Value.Of(text));
                break;
            default: // nested, or a number beyond decimal
                held = new(Value.Of(Encoding.UTF8.GetString(json)), IsJson: true);
                break;
        }

        return held.Value.AsText.Length > CustomerLimits.TextLength || json.Length > CustomerLimits.TextLength && held.IsJson ? ProblemReason.TooLong
            : held.IsJson && !JsonText.AreValid(reader) ? ProblemReason.NotText
            : _definitions.Set.Profile.TypeOf(name) is { } type && !TraitTypes.TryFit(type, ref held) ? ProblemReason.TypeConflict
            : null;
    }
}
