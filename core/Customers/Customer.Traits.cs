using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Time;

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
}
