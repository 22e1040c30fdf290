using Crm.Ingest.Backfill;
using Crm.Ingest.Privacy;

namespace Crm.Postgres.Backfill;

internal static class ArchivedEvents
{
    /// <summary>Events of a store's customers as they were; one that nobody can read any more did not happen.</summary>
    public static async Task<IReadOnlyList<ArchivedEvent>> Open(this Seals seals, string store, List<ArchivedEvent> events, CancellationToken cancellationToken)
    {
        var opened = await seals.Open(store, [.. events.Select(static past => past.Json)], cancellationToken);
        return [.. events.Select((past, place) => past with { Json = opened[place] }).Where(static past => !past.Json.IsEmpty)];
    }
}
