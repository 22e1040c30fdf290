using System.Globalization;
using System.Text.Json;
using Crm.Postgres.Feed;

namespace Crm.Silo.Changes;

/// <summary>Entries of the feed as the API shows them.</summary>
internal static class ChangeViews
{
    public static ChangeBody Of(Change change) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{change.Segment}.{change.Version}.{Name(change.Kind)}.{change.Sequence}.{change.Customer}"),
        Partition = change.Partition,
        Number = change.Number,
        Segment = change.Segment,
        Customer = change.Customer.Length > 0 ? change.Customer : null,
        Change = Name(change.Kind),
        At = change.At,
        EventAt = change.EventAt,
        RecordedAt = change.RecordedAt,
        Cause = Name(change.Cause),
        Version = change.Version,
    };

    private static string Name<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName($"{value}");
}
