using Crm.Core.Customers;
using Crm.Core.Rfm;
using Crm.Core.Time;
using Crm.Ingest.Backfill;
using Crm.Ingest.Privacy;
using Crm.Postgres.Rfm;
using Npgsql;

namespace Crm.Postgres.Backfill;

/// <summary>Stored customers of a partition and their archived events.</summary>
internal sealed class BackfillSource(NpgsqlDataSource source, Seals seals) : IBackfillSource
{
    private const long Day = 24 * 60 * 60 * 1000;

    public async Task<IReadOnlyList<StoredKey>> Keys(int partition, string store, string after, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select customer, definitions from crm.snapshots
            where store = $1 and customer > $2 and partition = $3 order by customer limit $4
            """);
        command.Parameters.With(store).With(Within(store, after)).With(partition).With(limit);
        return await ReadKeys(store, command, cancellationToken);
    }

    // CutsMove.MayConcern in SQL: a bucket's number is how many cuts are at or below the value.
    public async Task<IReadOnlyList<StoredKey>> Concerned(int partition, string store, string after, int limit, CutsMove move, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"""
            select customer, definitions
            from crm.snapshots cross join lateral (select width_bucket($5 - last_order, $6::bigint[]) passed) age
            where store = $1 and customer > $2 and partition = $3 and orders > 0 and definitions < $9
              and (r <> cardinality($6::bigint[]) + 1 - passed
                or f <> width_bucket(orders, $7::integer[]) + 1
                or m <> width_bucket(revenue - refunded, $8::numeric[]) + 1
                {string.Concat(move.Tops.Select(static (top, i) => Passed(top.Field, i)))})
            order by customer limit $4
            """);
        var cuts = move.Scorer.Settings;
        command.Parameters.With(store).With(Within(store, after)).With(partition).With(limit).With(move.Now.Milliseconds)
            .With(cuts.RecencyDays.Select(static days => days * Day).ToArray()).With(cuts.FrequencyOrders.ToArray()).With(cuts.MonetaryAmounts.ToArray()).With(move.Version)
            .With(CutsMove.Slack).With(move.Tops.Select(static top => top.Low).ToArray()).With(move.Tops.Select(static top => top.High).ToArray());
        return await ReadKeys(store, command, cancellationToken);
    }

    private static string Passed(string field, int place) => $"""
        or ({RfmPopulation.Expression(field)} + $10 >= ($11::numeric[])[{place + 1}] and coalesce({RfmPopulation.Expression(field)} - $10 < ($12::numeric[])[{place + 1}], true))
        """;

    private static async Task<IReadOnlyList<StoredKey>> ReadKeys(string store, NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<StoredKey>();
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(new($"{store}/{reader.GetString(0)}", reader.GetInt32(1)));
        }

        return keys;
    }

    public async Task<IReadOnlyList<ArchivedEvent>> History(
        int partition, string store, IReadOnlyList<string> customers, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select customer, log_offset, appended_at, json from crm.archive
            where hashtextextended(customer, hashtext(store)) = any (array(select hashtextextended(c, hashtext($1)) from unnest($2) c))
              and store = $1 and customer = any ($2) and name = any ($3) and partition = $4
            order by customer, log_offset
            """);
        command.Parameters.With(store).With(customers.Select(customer => Within(store, customer)).ToArray()).With(names.ToArray()).With(partition);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<ArchivedEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(new($"{store}/{reader.GetString(0)}", reader.GetInt64(1), new Instant(reader.GetInt64(2)), reader.GetFieldValue<byte[]>(3)));
        }

        return await seals.Open(store, events, cancellationToken);
    }

    public async Task<IReadOnlyList<ArchivedEvent>> Whole(int partition, CustomerKey customer, long before, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            with recursive parts (customer, through) as (
              select $2::text collate "C", $3::bigint - 1
              union
              select m.customer, m.log_offset from crm.merges m join parts p on m.store = $1 and m.into_customer = p.customer)
            select e.customer, e.log_offset, e.appended_at, e.json
            from (select customer, max(through) through from parts group by customer) p cross join lateral (
              select * from crm.archive
              where hashtextextended(customer, hashtext(store)) = hashtextextended(p.customer, hashtext($1)) and store = $1 and customer = p.customer
                and log_offset <= p.through and (p.customer <> $2 or partition = $4)) e
            order by e.appended_at, e.partition, e.log_offset
            """);
        command.Parameters.With(customer.Store).With(customer.Id).With(before).With(partition);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<ArchivedEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(new($"{customer.Store}/{reader.GetString(0)}", reader.GetInt64(1), new Instant(reader.GetInt64(2)), reader.GetFieldValue<byte[]>(3)));
        }

        return await seals.Open(customer.Store, events, cancellationToken);
    }

    // Whole keys come in, "" before the first.
    private static string Within(string store, string key) =>
        key.StartsWith(store, StringComparison.Ordinal) && key.Length > store.Length && key[store.Length] == '/' ? key[(store.Length + 1)..] : key;
}
