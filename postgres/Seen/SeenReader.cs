using Crm.Core.Events;
using Crm.Core.Seen;
using Crm.Core.Values;
using Npgsql;

namespace Crm.Postgres.Seen;

/// <summary>The names that a store's events have, of all partitions together.</summary>
public sealed class SeenReader(NpgsqlDataSource source)
{
    private const int Most = 1_000;

    /// <summary>The names of events of one type, the most frequent first.</summary>
    public Task<IReadOnlyList<SeenName>> Events(string store, EventType type, CancellationToken cancellationToken) => Read(
        "store = $1 and type = $2 and path = ''", store, type, null, cancellationToken);

    /// <summary>The properties of these events, of all of them where none is named, or the traits of identify; the most frequent first.</summary>
    public Task<IReadOnlyList<SeenName>> Properties(string store, EventType type, IReadOnlyCollection<string> events, CancellationToken cancellationToken) => Read(
        "store = $1 and type = $2 and (event = any ($3) or cardinality($3) = 0) and path <> ''", store, type, events, cancellationToken);

    private async Task<IReadOnlyList<SeenName>> Read(string where, string store, EventType type, IReadOnlyCollection<string>? events, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            $"select event, path, kind, sum(count)::bigint, max(last_at) from crm.seen where {where} group by event, path, kind order by 4 desc, event, path, kind limit {Most}");
        command.Parameters.Add(new() { Value = store });
        command.Parameters.Add(new() { Value = (short)type });
        if (events is not null)
        {
            command.Parameters.Add(new() { Value = events.ToArray() });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new List<SeenName>();
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(new(new(type, reader.GetString(0), reader.GetString(1), (ValueKind)reader.GetInt16(2)), reader.GetInt64(3), new(reader.GetInt64(4))));
        }

        return names;
    }
}
