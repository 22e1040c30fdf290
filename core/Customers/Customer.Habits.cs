using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Profiles;
using Crm.Core.Time;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    private ChannelMix? _mix;
    private HourCounts? _hours;
    private Touches? _touches;
    private Devices? _devices;
    private Tastes? _categories, _brands;

    private void ReadHabits(in Event e, in ContextFacts facts)
    {
        if (facts.Channel != SalesChannel.None)
        {
            var usual = _mix?.Usual;
            (_mix ??= new()).Count(facts.Channel);
            Changed(FieldIndex.UsualChannel, usual != _mix.Usual);
        }

        if (e.Type.IsNamed())
        {
            var usual = _hours?.Usual;
            (_hours ??= new()).Count(HourOf(e.At));
            Changed(FieldIndex.UsualHour, usual != _hours.Usual);
        }

        TakeTouch(facts, e.At);
        if (!facts.Device.IsEmpty && Device.Read(facts.Device, e.At) is { } device)
        {
            (_devices ??= new()).See(device);
        }

        if (e.Type == EventType.Track && PointsOf(e.Name) is > 0 and var points && !e.Properties.IsEmpty)
        {
            ReadTastes(e.Properties.Span, points);
        }
    }

    private int HourOf(Instant at)
    {
        var offset = _definitions.Zone.GetUtcOffset(at.ToDateTimeOffset());
        return (int)(((at.Milliseconds + offset.Ticks / TimeSpan.TicksPerMillisecond) / 3_600_000 + 24) % 24);
    }

    private void TakeTouch(in ContextFacts facts, Instant at)
    {
        if (facts.Campaign.IsEmpty || _touches?.Wants(at) == false || Touch.Read(facts.Campaign, facts.Channel) is not { } touch)
        {
            return;
        }

        var (first, last) = (_touches?.First, _touches?.Last);
        (_touches ??= new()).Take(touch, at);
        Changed(FieldIndex.FirstTouchSource, first?.Source != _touches.First.Source);
        Changed(FieldIndex.FirstTouchMedium, first?.Medium != _touches.First.Medium);
        Changed(FieldIndex.FirstTouchCampaign, first?.Campaign != _touches.First.Campaign);
        Changed(FieldIndex.LastTouchSource, last?.Source != _touches.Last.Source);
        Changed(FieldIndex.LastTouchMedium, last?.Medium != _touches.Last.Medium);
        Changed(FieldIndex.LastTouchCampaign, last?.Campaign != _touches.Last.Campaign);
    }

    private static int PointsOf(string name) => name switch
    {
        EventName.ProductViewed => CustomerLimits.ViewPoints,
        EventName.ProductAdded => CustomerLimits.AddPoints,
        EventName.OrderCompleted => CustomerLimits.OrderPoints,
        _ => 0,
    };

    private void ReadTastes(ReadOnlySpan<byte> properties, int points)
    {
        var (category, brand) = (_categories?.Favourite, _brands?.Favourite);
        var reader = new Utf8JsonReader(properties);
        reader.Read();
        ReadProduct(ref reader, points, products: points == CustomerLimits.OrderPoints);
        Changed(FieldIndex.FavouriteCategory, !string.Equals(category, _categories?.Favourite, StringComparison.Ordinal));
        Changed(FieldIndex.FavouriteBrand, !string.Equals(brand, _brands?.Favourite, StringComparison.Ordinal));
    }

    /// <summary>From the start of an object to its end; of an order the products too, which say more than the order itself.</summary>
    private void ReadProduct(ref Utf8JsonReader reader, int points, bool products)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (category, brand) = (reader.Is("category"u8), reader.Is("brand"u8));
            var list = products && reader.Is("products"u8);
            reader.Read();
            if ((category || brand) && SharedText.Read(ref reader) is { } name)
            {
                (category ? _categories ??= new() : _brands ??= new()).Add(name, points);
            }
            else if (list && reader.TokenType == JsonTokenType.StartArray)
            {
                ReadProducts(ref reader, points);
            }

            reader.Skip();
        }
    }

    private void ReadProducts(ref Utf8JsonReader reader, int points)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadProduct(ref reader, points, products: false);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
