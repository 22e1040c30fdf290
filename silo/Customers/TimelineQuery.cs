using System.Collections.Immutable;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Postgres.Archive;
using Crm.Silo.Http;

namespace Crm.Silo.Customers;

/// <summary>Which events of a timeline: <c>?type=track,page</c>, <c>?name=</c>, <c>?from=</c> (included) and <c>?to=</c> (not included).</summary>
internal sealed record TimelineQuery(TimelineFilter Filter, Problem? Problem) : IBound
{
    public static readonly ImmutableArray<string> Types = [.. Enum.GetNames<EventType>().Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName)];

    public static ValueTask<TimelineQuery> BindAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var errors = new List<FieldError>();
        var from = Query.At(query, "from", Instant.Min, errors);
        var to = Query.At(query, "to", Instant.Never, errors);
        var names = query["type"].SelectMany(static one => (one ?? "").Split(',')).Where(static one => one.Length > 0).ToList();
        if (names.Exists(static name => !Types.Contains(name)))
        {
            errors.Add(new("type", $"Must be some of {string.Join(", ", Types)}, with commas between them."));
        }

        var name = query["name"] is [{ Length: > 0 } one] ? one : null;
        if (name is not null && !Text.IsUsable(name, EventLimits.MaxBytes))
        {
            errors.Add(new("name", "Must be the name of an event."));
        }

        return ValueTask.FromResult(errors.Count > 0
            ? new TimelineQuery(TimelineFilter.All, Problem.Bad(errors))
            : new(new([.. names.Select(static name => (EventType)Types.IndexOf(name))], name, from, to), null));
    }
}
