using System.Text.Json;
using Crm.Core.Events;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    private TagSet? _tags;

    private void ChangeTags(ReadOnlySpan<byte> change)
    {
        var reader = new Utf8JsonReader(change);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (add, remove) = (reader.Is("add"u8), reader.Is("remove"u8));
            reader.Read();
            if ((add || remove) && reader.TokenType == JsonTokenType.StartArray)
            {
                ChangeTags(ref reader, add);
            }

            reader.Skip();
        }
    }

    private void ChangeTags(ref Utf8JsonReader reader, bool add)
    {
        var changed = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String && JsonText.TryGet(ref reader, null, out var text)
                && text.Trim() is { Length: > 0 and <= CustomerLimits.TagLength } tag)
            {
                _tags ??= new();
                changed |= add ? _tags.Add(tag) : _tags.Remove(tag);
            }

            reader.Skip();
        }

        if (changed)
        {
            _rules.TagsChanged();
        }
    }
}
