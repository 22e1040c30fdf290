using System.Text;
using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    private void ReadTraits(ReadOnlySpan<byte> traits, Instant at)
    {
        if (traits.IsEmpty || traits[0] != '{')
        {
            return;
        }

        var reader = new Utf8JsonReader(traits);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (TraitNames.IsId(ref reader))
            {
                reader.Skip();
            }
            else if (TraitNames.FieldOf(ref reader) is var field and >= 0)
            {
                ReadField(field, ref reader, at);
            }
            else if (!reader.Is("address"u8) || !TryReadAddress(ref reader, at))
            {
                ReadTrait(ref reader, traits, at);
            }
        }
    }

    private void ReadField(int field, ref Utf8JsonReader reader, Instant at)
    {
        reader.Read();
        if (field == FieldIndex.Company && reader.TokenType == JsonTokenType.StartObject)
        {
            var company = reader; // looks ahead
            while (company.Read() && company.TokenType == JsonTokenType.PropertyName)
            {
                var isName = company.Is("name"u8);
                company.Read();
                if (isName)
                {
                    SetText(field, ref company, at);
                }

                company.Skip();
            }
        }
        else
        {
            SetText(field, ref reader, at);
        }

        reader.Skip();
    }

    /// <summary>False for an address that is a text: that is a custom trait.</summary>
    private bool TryReadAddress(ref Utf8JsonReader reader, Instant at)
    {
        var value = reader;
        value.Read();
        if (value.TokenType == JsonTokenType.Null)
        {
            foreach (var field in TraitNames.AddressFields)
            {
                SetText(field, ref value, at);
            }
        }
        else if (value.TokenType == JsonTokenType.StartObject)
        {
            while (value.Read() && value.TokenType == JsonTokenType.PropertyName)
            {
                var field = TraitNames.FieldOf(ref value);
                value.Read();
                if (TraitNames.AddressFields.Contains(field))
                {
                    SetText(field, ref value, at);
                }

                value.Skip();
            }
        }
        else
        {
            return false;
        }

        reader = value;
        return true;
    }

    private void ReadTrait(ref Utf8JsonReader reader, ReadOnlySpan<byte> traits, Instant at)
    {
        Span<char> buffer = stackalloc char[CustomerLimits.TraitNameLength];
        var named = TraitNames.TryName(ref reader, buffer, out var length);
        var name = buffer[..length];
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        var value = reader;
        reader.Skip();
        if (named && TryTraitValue(ref value, name, traits[start..(int)reader.BytesConsumed], out var held)
            && (_traits ??= new()).Set(name, held, at) is { } changed)
        {
            _rules.TraitChanged(changed);
        }
    }

    private bool TryTraitValue(ref Utf8JsonReader reader, scoped ReadOnlySpan<char> name, ReadOnlySpan<byte> json, out TraitValue held)
    {
        held = default;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return true;
            case JsonTokenType.True or JsonTokenType.False:
                held = new(Value.Of(reader.TokenType == JsonTokenType.True));
                return true;
            case JsonTokenType.Number when reader.TryGetDecimal(out var number):
                held = new(Value.Of(number));
                return true;
            case JsonTokenType.String:
                var current = _traits?.Find(name) is { Kind: ValueKind.Text } known ? known.AsText : null;
                var valid = JsonText.TryGet(ref reader, current, out var text);
                held = new(Value.Of(text));
                return valid && text.Length <= CustomerLimits.TextLength;
            default: // nested, or a number beyond decimal
                held = new(Value.Of(Encoding.UTF8.GetString(json)), IsJson: true);
                return json.Length <= CustomerLimits.TextLength && JsonText.AreValid(reader);
        }
    }
}
