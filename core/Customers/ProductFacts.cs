using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Profiles;

namespace Crm.Core.Customers;

/// <summary>One product of an event: of <c>products</c>, or the event's own properties.</summary>
internal struct ProductFacts
{
    private byte _idRank; // product_id before productId before sku

    /// <summary>Hash of the product's id; 0 where it has none.</summary>
    public ulong Id { get; private set; }

    /// <summary>In the store's currency; null where the event gives none, or one in a currency without a rate.</summary>
    public decimal? Price { get; private set; }

    /// <summary>Default 1.</summary>
    public decimal Quantity { get; private set; }

    /// <summary>Reads the object at the reader and leaves the reader at its end.</summary>
    /// <param name="reader">At the start of an object.</param>
    /// <param name="currencies">By which the price is converted.</param>
    public static ProductFacts Read(ref Utf8JsonReader reader, in Currencies currencies)
    {
        var facts = new ProductFacts { Quantity = 1 };
        decimal? rate = 1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            facts.ReadMember(ref reader, currencies, ref rate);
            reader.Skip();
        }

        facts.Price = rate == 1 ? facts.Price : facts.Price * rate is { } price ? decimal.Round(price, JsonNumber.Places) : null;
        return facts;
    }

    /// <summary>The sum of price × quantity over the array at the reader, which it leaves at the array's end; absent where it is no array or has no price.</summary>
    public static Amount Sum(ref Utf8JsonReader reader)
    {
        var sum = default(Amount);
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return sum;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
            }
            else if (Read(ref reader, AsTheyAre) is { Price: { } price } product)
            {
                var number = sum.Number + (price * product.Quantity);
                sum = Math.Abs(number) <= EventLimits.MaxAmount ? new(true, sum.Invalid, number) : new(true, true, 0);
            }
        }

        return sum;
    }

    /// <summary>The hash of a string or number that is not empty.</summary>
    public static bool TryId(ref Utf8JsonReader reader, out ulong id)
    {
        id = reader.TokenType is JsonTokenType.String or JsonTokenType.Number ? JsonText.HashOf(ref reader) : 0;
        return id != 0;
    }

    private void ReadMember(ref Utf8JsonReader reader, in Currencies currencies, ref decimal? rate)
    {
        var rank = reader.Is("product_id"u8) ? 3 : reader.Is("productId"u8) ? 2 : reader.Is("sku"u8) ? 1 : 0;
        var isPrice = rank == 0 && reader.Is("price"u8);
        var isQuantity = rank == 0 && reader.Is("quantity"u8);
        var isCurrency = rank == 0 && reader.Is("currency"u8);
        reader.Read();
        if (rank > 0 && rank >= _idRank && TryId(ref reader, out var id))
        {
            (Id, _idRank) = (id, (byte)rank);
        }
        else if (isPrice && JsonNumber.TryGet(ref reader, out var price))
        {
            Price = price;
        }
        else if (isQuantity && JsonNumber.TryGet(ref reader, out var quantity) && Math.Abs(quantity) <= MaxQuantity)
        {
            Quantity = quantity;
        }

        if (isCurrency)
        {
            rate = currencies.RateOf(ref reader);
        }
    }

    private static readonly Currencies AsTheyAre = new("", ProfileSettings.Default); // a sum is converted by the order's own currency

    private const decimal MaxQuantity = 1_000_000; // beyond it a product's price × quantity could leave the range of decimal
}
