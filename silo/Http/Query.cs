using System.Globalization;
using Crm.Core.Time;

namespace Crm.Silo.Http;

/// <summary>Reads query parameters, collecting what is wrong with them.</summary>
internal static class Query
{
    public static int Whole(IQueryCollection query, string name, int otherwise, int low, int high, List<FieldError> errors)
    {
        if (query[name] is not [{ Length: > 0 } text])
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= low && value <= high)
        {
            return value;
        }

        errors.Add(new(name, $"Must be a whole number from {low} to {high}."));
        return otherwise;
    }

    public static Instant At(IQueryCollection query, string name, Instant otherwise, List<FieldError> errors)
    {
        if (query[name] is not [{ Length: > 0 } text])
        {
            return otherwise;
        }

        if (!InstantConverter.TryParse(text, out var at))
        {
            errors.Add(new(name, "Must be an instant with its offset, such as 2026-03-01T10:00:00Z."));
        }

        return at;
    }
}
