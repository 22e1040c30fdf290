using System.Globalization;
using Crm.Core.Customers;
using Crm.Core.Time;

namespace Crm.Core.Profiles;

/// <summary>The one form in which a field is kept, so that rules compare like with like.</summary>
internal static class FieldNormalizer
{
    private const int FirstYear = 1900;

    /// <param name="field">Index of a text field.</param>
    /// <param name="text">Not empty; afterwards in its form.</param>
    /// <param name="settings">The store's.</param>
    /// <param name="at">Of the event: nobody is born after it.</param>
    /// <returns>Null where the text is one of the field.</returns>
    public static ProblemReason? Normalize(int field, ref string text, ProfileSettings settings, Instant at)
    {
        text = text.Trim();
        switch (field)
        {
            case FieldIndex.Email:
                text = text.ToLowerInvariant();
                return EmailAddress.IsValid(text) ? null : ProblemReason.NotAnEmail;
            case FieldIndex.Phone:
                return PhoneNumber.Normalize(text, settings.Home, out text);
            case FieldIndex.BirthDate:
                return BirthDate(ref text, at);
            case FieldIndex.Gender:
                return Take(Gender(text), ref text, ProblemReason.NotAGender);
            case FieldIndex.Language:
                return Take(Languages.Find(text), ref text, ProblemReason.NotALanguage);
            case FieldIndex.Country:
                return Take(Countries.Find(text)?.Code, ref text, ProblemReason.NotACountry);
            case FieldIndex.TimeZone:
                return Take(TimeZones.Find(text), ref text, ProblemReason.NotATimeZone);
            default:
                return null;
        }
    }

    private static ProblemReason? Take(string? normal, ref string text, ProblemReason otherwise)
    {
        text = normal ?? text;
        return normal is null ? otherwise : null;
    }

    private static string? Gender(string text) => text.ToLowerInvariant() switch
    {
        "female" or "f" or "woman" => "female",
        "male" or "m" or "man" => "male",
        "other" or "o" or "x" or "d" or "diverse" or "non-binary" or "nonbinary" => "other",
        _ => null,
    };

    /// <summary>The day as it is written, whatever time and offset follow it.</summary>
    private static ProblemReason? BirthDate(ref string text, Instant at)
    {
        var day = text.Length > 10 && text[10] is 'T' or 't' or ' ' ? text[..10] : text;
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || date.Year < FirstYear || date > DateOnly.FromDateTime(at.ToDateTimeOffset().UtcDateTime).AddDays(1))
        {
            return ProblemReason.NotABirthDate;
        }

        text = day;
        return null;
    }
}
