using Crm.Core.Time;
using Crm.Ingest.Backfill;
using Crm.Ingest.Privacy;
using Crm.Postgres.Backfill;
using Npgsql;

namespace Crm.Postgres.Search;

/// <summary>Archived events of customers of any partition, for a rule that looks back.</summary>
public sealed class PastEvents(NpgsqlDataSource source, Seals seals)
{
    /// <summary>By customer, each one's by offset. Keys are the customers' ids.</summary>
    /// <param name="wanted">Of each customer those through an offset, of one partition or (null) of all.</param>
    /// <param name="names">The only events that are wanted.</param>
    public async Task<ILookup<string, ArchivedEvent>> Of(
        string store, IReadOnlyList<(string Customer, long Through, int? Partition)> wanted, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select e.customer, e.log_offset, e.appended_at, e.json
            from unnest($2, $3, $4) w (customer, through, partition) cross join lateral (
              select * from crm.archive
              where hashtextextended(customer, hashtext(store)) = hashtextextended(w.customer, hashtext($1)) and store = $1 and customer = w.customer
                and name = any ($5) and log_offset <= w.through and (w.partition < 0 or partition = w.partition)) e
            order by e.customer, e.log_offset
            """);
        command.Parameters.With(store)
            .With(wanted.Select(static one => one.Customer).ToArray()).With(wanted.Select(static one => one.Through).ToArray())
            .With(wanted.Select(static one => one.Partition ?? -1).ToArray()).With(names.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<ArchivedEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(new($"{store}/{reader.GetString(0)}", reader.GetInt64(1), new Instant(reader.GetInt64(2)), reader.GetFieldValue<byte[]>(3)));
        }

        return (await seals.Open(store, events, cancellationToken)).ToLookup(one => one.Key[(store.Length + 1)..], StringComparer.Ordinal);
    }
}
