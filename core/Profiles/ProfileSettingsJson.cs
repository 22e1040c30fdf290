using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Crm.Core.Identity;

namespace Crm.Core.Profiles;

/// <summary>Profile settings as a definition version keeps them.</summary>
public static class ProfileSettingsJson
{
    public static string ToText(ProfileSettings settings)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, settings);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter writer, ProfileSettings settings)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", settings.Version);
        writer.WriteString("country", settings.Country);
        writer.WriteStartObject("traits");
        foreach (var (name, type) in settings.Traits)
        {
            writer.WriteString(name, type.ToString());
        }

        writer.WriteEndObject();
        writer.WriteStartObject("rates");
        foreach (var (currency, rate) in settings.Rates)
        {
            writer.WriteNumber(currency, rate);
        }

        writer.WriteEndObject();
        writer.WriteNumber("loyalOrders", settings.Stages.LoyalOrders);
        writer.WriteNumber("slippingDays", settings.Stages.SlippingDays);
        writer.WriteNumber("lostDays", settings.Stages.LostDays);
        if (settings.Identity != IdentitySettings.Default)
        {
            Write(writer, settings.Identity);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, IdentitySettings identity)
    {
        writer.WriteStartObject("identity");
        writer.WriteStartArray("priority");
        foreach (var kind in identity.Priority)
        {
            writer.WriteStringValue(kind.ToString());
        }

        writer.WriteEndArray();
        writer.WriteNumber("customersPerIdentifier", identity.CustomersPerIdentifier);
        writer.WriteNumber("idsPerCustomer", identity.IdsPerCustomer);
        writer.WriteEndObject();
    }

    /// <exception cref="KeyNotFoundException">It is none that <see cref="Write"/> wrote; other JSON throws as <see cref="JsonElement"/> does.</exception>
    public static ProfileSettings Read(JsonElement json) => new()
    {
        Version = json.GetProperty("version").GetInt32(),
        Country = json.GetProperty("country").GetString(),
        Traits = json.GetProperty("traits").EnumerateObject().ToImmutableSortedDictionary(
            static trait => trait.Name, static trait => Enum.Parse<TraitType>(trait.Value.GetString()!), StringComparer.Ordinal),
        Rates = json.GetProperty("rates").EnumerateObject().ToImmutableSortedDictionary(
            static rate => rate.Name, static rate => rate.Value.GetDecimal(), StringComparer.Ordinal),
        Stages = new(json.GetProperty("loyalOrders").GetInt32(), json.GetProperty("slippingDays").GetInt32(), json.GetProperty("lostDays").GetInt32()),
        Identity = json.TryGetProperty("identity", out var identity) ? ReadIdentity(identity) : IdentitySettings.Default,
    };

    private static IdentitySettings ReadIdentity(JsonElement json) => new()
    {
        Priority = [.. json.GetProperty("priority").EnumerateArray().Select(static kind => Enum.Parse<IdentifierKind>(kind.GetString()!))],
        CustomersPerIdentifier = json.GetProperty("customersPerIdentifier").GetInt32(),
        IdsPerCustomer = json.GetProperty("idsPerCustomer").GetInt32(),
    };
}
