using System.Text.Json;
using Crm.Core.Events;

namespace Crm.Core.Customers;

internal partial struct OrderFacts
{
    private void ReadMembers(ReadOnlySpan<byte> properties, in Currencies currencies)
    {
        if (properties.IsEmpty)
        {
            return;
        }

        var reader = new Utf8JsonReader(properties);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!ReadId(ref reader) && !ReadAmount(ref reader) && !ReadCurrency(ref reader, currencies))
            {
                reader.Skip();
            }
        }
    }

    private bool ReadId(ref Utf8JsonReader reader)
    {
        var rank = reader.Is("order_id"u8) ? 3 : reader.Is("orderId"u8) ? 2 : reader.Is("orderID"u8) ? 1 : 0;
        if (rank == 0)
        {
            return false;
        }

        reader.Read();
        if (rank >= _idRank && ProductFacts.TryId(ref reader, out var id))
        {
            (Id, _idRank) = (id, (byte)rank);
        }

        reader.Skip();
        return true;
    }

    private bool ReadAmount(ref Utf8JsonReader reader)
    {
        if (reader.Is("products"u8))
        {
            reader.Read();
            _products = ProductFacts.Sum(ref reader);
            return true;
        }

        var which = reader.Is("total"u8) ? 1 : reader.Is("revenue"u8) ? 2 : reader.Is("value"u8) ? 3 : 0;
        if (which == 0)
        {
            return false;
        }

        reader.Read();
        var amount = Amount.Read(ref reader);
        reader.Skip();
        switch (which)
        {
            case 1: _total = amount; break;
            case 2: _revenue = amount; break;
            default: _value = amount; break;
        }

        return true;
    }

    private bool ReadCurrency(ref Utf8JsonReader reader, in Currencies currencies)
    {
        if (!reader.Is("currency"u8))
        {
            return false;
        }

        reader.Read();
        var rate = currencies.RateOf(ref reader);
        (_rate, Invalid) = (rate ?? 1, rate is null ? RejectReason.UnknownCurrency : null);
        reader.Skip();
        return true;
    }
}
