using System.Text;
using System.Text.Json;
using Crm.Core.Events;

namespace Crm.Core.Customers;

/// <summary>Segment's reserved traits that are fields here; the names compare exactly, and any other is a custom trait.</summary>
internal static class TraitNames
{
    public static ReadOnlySpan<int> AddressFields => [FieldIndex.Country, FieldIndex.State, FieldIndex.City, FieldIndex.PostalCode, FieldIndex.Street];

    /// <summary>Mobile libraries repeat the ids among the traits; the event's own count.</summary>
    public static bool IsId(ref Utf8JsonReader name) => name.Is("userId"u8) || name.Is("anonymousId"u8);

    /// <summary>The index of the text field; -1 for none.</summary>
    public static int FieldOf(ref Utf8JsonReader name) =>
        name.Is("email"u8) ? FieldIndex.Email
        : name.Is("name"u8) ? FieldIndex.Name
        : name.Is("firstName"u8) ? FieldIndex.FirstName
        : name.Is("lastName"u8) ? FieldIndex.LastName
        : name.Is("phone"u8) ? FieldIndex.Phone
        : name.Is("gender"u8) ? FieldIndex.Gender
        : name.Is("language"u8) ? FieldIndex.Language
        : name.Is("company"u8) ? FieldIndex.Company
        : name.Is("country"u8) ? FieldIndex.Country
        : name.Is("state"u8) ? FieldIndex.State
        : name.Is("city"u8) ? FieldIndex.City
        : name.Is("postalCode"u8) ? FieldIndex.PostalCode
        : name.Is("street"u8) ? FieldIndex.Street
        : name.Is("birthday"u8) || name.Is("birthDate"u8) ? FieldIndex.BirthDate
        : name.Is("timezone"u8) || name.Is("timeZone"u8) ? FieldIndex.TimeZone
        : -1;

    /// <summary>Copies the name to the buffer; false where it is empty, longer than the buffer or no valid text.</summary>
    public static bool TryName(ref Utf8JsonReader reader, scoped Span<char> buffer, out int length)
    {
        if (!reader.ValueIsEscaped)
        {
            return Encoding.UTF8.TryGetChars(reader.ValueSpan, buffer, out length) && length > 0;
        }

        length = JsonText.TryGet(ref reader, null, out var text) && text.AsSpan().TryCopyTo(buffer) ? text.Length : 0;
        return length > 0;
    }
}
