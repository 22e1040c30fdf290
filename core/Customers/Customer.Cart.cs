using System.Text.Json;
using Crm.Core.Events;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    private Currencies Money => new(_definitions.Store.Currency, _definitions.Set.Profile);

    private void ChangeCart(in Event e)
    {
        var (items, value) = (_cart?.Items ?? 0, _cart?.Value ?? 0);
        switch (e.Name)
        {
            case EventName.OrderCompleted:
                (_cart ??= new()).Empty(e.At);
                break;
            case EventName.ProductAdded or EventName.ProductRemoved when !e.Properties.IsEmpty:
                var reader = new Utf8JsonReader(e.Properties.Span);
                reader.Read();
                var product = ProductFacts.Read(ref reader, Money);
                (_cart ??= new()).Change(product, removed: e.Name == EventName.ProductRemoved, e.At);
                break;
            case EventName.CartViewed when !e.Properties.IsEmpty:
                ReplaceCart(e);
                break;
            default:
                return;
        }

        Changed(FieldIndex.CartItems, items != (_cart?.Items ?? 0));
        Changed(FieldIndex.CartValue, value != (_cart?.Value ?? 0));
    }

    private void ReplaceCart(in Event e)
    {
        var reader = new Utf8JsonReader(e.Properties.Span);
        if (!JsonText.MoveTo(ref reader, "products"u8) || reader.TokenType != JsonTokenType.StartArray || !(_cart ??= new()).Empty(e.At))
        {
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                _cart.Change(ProductFacts.Read(ref reader, Money), removed: false, e.At);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
