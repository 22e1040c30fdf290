using System.Globalization;
using System.Text.Json;
using Crm.Ingest.Commits;
using Crm.Postgres.Feed;

namespace Crm.Silo.Changes;

/// <summary>Entries of the feed as the API shows them.</summary>
internal static class ChangeViews
{
    public static ChangeBody Of(Change change) => new()
    {
        Id = change.Kind is FeedChange.Merged or FeedChange.Erased
            ? string.Create(CultureInfo.InvariantCulture, $"{Name(change.Kind)}.{change.Offset}.{change.Customer}")
            : string.Create(CultureInfo.InvariantCulture, $"{change.Segment}.{change.Version}.{Name(change.Kind)}.{change.Sequence}.{change.Customer}"),
        Partition = change.Partition,
        Number = change.Number,
        Segment = change.Segment.Length > 0 ? change.Segment : null,
        Into = change.Into,
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
