using Crm.Core.Customers;
using Crm.Core.Time;
using Crm.Ingest.DeadLetters;
using Crm.Ingest.Privacy;
using Npgsql;

namespace Crm.Postgres.DeadLetters;

/// <summary>Dead letters after each partition's mark. A partition's commits come in the order of its offsets, so none is passed over.</summary>
internal sealed class DeadLetterOutbox(NpgsqlDataSource source, Seals seals) : IDeadLetterOutbox
{
    public async Task<IReadOnlyList<DurableDeadLetter>> Next(string topic, IReadOnlyList<int> partitions, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select d.partition, d.log_offset, d.key, d.appended_at, d.reason, d.detail, d.payload
            from unnest($2) owned (partition)
            left join crm.publications p on p.topic = $1 and p.partition = owned.partition
            cross join lateral (
              select * from crm.dead_letters d
              where d.partition = owned.partition and d.log_offset > coalesce(p.log_offset, -1)
              order by d.log_offset limit $3) d
            order by d.partition, d.log_offset
            limit $3
            """);
        command.Parameters.With(topic).With(partitions.ToArray()).With(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var letters = new List<DurableDeadLetter>();
        while (await reader.ReadAsync(cancellationToken))
        {
            letters.Add(new(
                reader.GetInt32(0), reader.GetInt64(1), reader.GetString(2), new Instant(reader.GetInt64(3)),
                reader.IsDBNull(4) ? null : reader.GetString(4), reader.GetString(5), reader.GetFieldValue<byte[]>(6)));
        }

        for (var i = 0; i < letters.Count; i++) // they are few, and their keys mostly in memory
        {
            letters[i] = letters[i] with { Payload = (await seals.Open(StoreOf(letters[i].Key), [letters[i].Payload], cancellationToken))[0] };
        }

        return letters;
    }

    private static string StoreOf(string key) => key.Contains('/', StringComparison.Ordinal) ? new CustomerKey(key).Store : "";

    public async Task Published(string topic, int partition, long through, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            insert into crm.publications (topic, partition, log_offset) values ($1, $2, $3)
            on conflict (topic, partition) do update set log_offset = greatest(crm.publications.log_offset, excluded.log_offset)
            """);
        command.Parameters.With(topic).With(partition).With(through);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
