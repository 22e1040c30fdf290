using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Core.Time;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Postgres.Privacy;

/// <summary>The erasures that were asked for: each goes on from where it was, in whatever process takes it next.</summary>
public sealed class Erasures(NpgsqlDataSource source)
{
    private const string Columns =
        "id, store, encode(hidden, 'hex'), subject::text, block, asked_by, requested_at, state, partition, log_offset, "
        + "extract(epoch from clock_timestamp() - retired_at)::float8, round, fences, erased_at, places::text, completed_at, forwards is not null";

    /// <summary>Makes it durable that this is to be done; whoever asks is the first to go on with it.</summary>
    public async Task Ask(Guid id, string store, ErasureSubject subject, bool block, string askedBy, Instant now, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            insert into crm.erasures (id, store, hidden, subject, block, asked_by, requested_at, leased_until)
            values ($1, $2, crm.hidden($2, $3), $4::jsonb, $5, $6, $7, clock_timestamp() + interval '10 seconds')
            """);
        command.Parameters.With(id).With(store).With(subject.Customers[0])
            .With(JsonSerializer.Serialize(subject, ErasureJson.Default.ErasureSubject), NpgsqlDbType.Text).With(block).With(askedBy).With(now.Milliseconds);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <returns>Null where the store has none of that id.</returns>
    public async Task<Erasure?> Find(string store, Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"select {Columns} from crm.erasures where store = $1 and id = $2");
        command.Parameters.With(store).With(id);
        return await Read(command, cancellationToken);
    }

    /// <summary>Takes one that is not done and that nobody is at; null where there is none.</summary>
    /// <param name="lease">How long nobody else takes it.</param>
    public async Task<Erasure?> Take(TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"""
            update crm.erasures set leased_until = clock_timestamp() + $1
            where id = (select id from crm.erasures where completed_at is null and leased_until <= clock_timestamp() order by leased_until limit 1 for update skip locked)
            returning {Columns}
            """);
        command.Parameters.With(lease);
        return await Read(command, cancellationToken);
    }

    /// <summary>Lets others take it, after a while.</summary>
    public async Task Leave(Guid id, TimeSpan pause, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("update crm.erasures set leased_until = clock_timestamp() + $2 where id = $1");
        command.Parameters.With(id).With(pause);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Its record stands in the log.</summary>
    public Task Logged(Erasure erasure, int partition, long offset, CancellationToken cancellationToken) => Move(
        "update crm.erasures set state = 1, partition = $3, log_offset = $4 where id = $1 and state = $2", erasure, cancellationToken, partition, offset);

    /// <summary>From now on nothing is sealed with the keys that the customer has.</summary>
    public Task Retire(Erasure erasure, CancellationToken cancellationToken) => Move(
        """
        with moved as (update crm.erasures set state = 2, retired_at = now() where id = $1 and state = $2 returning store, subject)
        update crm_keys.customer_keys k set retired_at = now() from moved m
        where k.store = m.store and k.customer = any (select jsonb_array_elements_text(m.subject -> 'customers')) and k.retired_at is null
        """, erasure, cancellationToken);

    /// <summary>A round begins.</summary>
    /// <param name="fences">By partition: a record that was appended just now.</param>
    public Task Fence(Erasure erasure, long[] fences, CancellationToken cancellationToken) => Move(
        "update crm.erasures set fences = $3 where id = $1 and state = $2 and round = $4 and fences is null", erasure, cancellationToken, fences, (short)erasure.Round);

    /// <summary>Whether every partition's effects and its customers' states are durable through the round's records.</summary>
    public async Task<bool> IsStored(Erasure erasure, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select not exists (
              select from unnest($1) with ordinality f (log_offset, place) left join crm.partitions p on p.partition = f.place - 1
              where p.partition is null or p.e_offset < f.log_offset or p.s_offset < f.log_offset)
            """);
        command.Parameters.With(erasure.Fences.ToArray());
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>From here on the round waits for what is on its way from partition to partition now.</summary>
    public Task AwaitForwards(Erasure erasure, CancellationToken cancellationToken) => Move(
        """
        update crm.erasures set forwards = (
          select coalesce(jsonb_agg(jsonb_build_array(p.partition, t.partition, f.number)), '[]')
          from crm.partitions p cross join lateral unnest(p.e_forwards) with ordinality f (number, place)
          join crm.partitions t on t.partition = f.place - 1 and coalesce(t.e_marks[p.partition + 1], 0) < f.number)
        where id = $1 and state = $2 and round = $3 and forwards is null
        """, erasure, cancellationToken, (short)erasure.Round);

    /// <summary>Whether all of that was taken where it was to go, durably.</summary>
    public async Task<bool> HaveArrived(Erasure erasure, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select not exists (
              select from crm.erasures e cross join lateral jsonb_array_elements(e.forwards) f
              join crm.partitions t on t.partition = (f ->> 1)::int
              where e.id = $1 and coalesce(t.e_marks[(f ->> 0)::int + 1], 0) < (f ->> 2)::bigint)
            """);
        command.Parameters.With(erasure.Id);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public Task EndRound(Erasure erasure, CancellationToken cancellationToken) => Move(
        "update crm.erasures set round = round + 1, fences = null, forwards = null where id = $1 and state = $2 and round = $3", erasure, cancellationToken, (short)erasure.Round);

    /// <summary>The tombstones are there: the change feed says of when, where anybody was there to forget.</summary>
    /// <remarks>Who was merged into the customer while it was asked for is known only now; and what homes told each other of it was sealed with new keys.</remarks>
    public Task Buried(Erasure erasure, ErasureSubject subject, CancellationToken cancellationToken) => Move(
        """
        with recursive parts (customer) as (
          select unnest($4::text[]) collate "C"
          union
          select m.customer from crm.merges m join parts p on m.store = $5 and m.into_customer = p.customer),
        moved as (
          update crm.erasures e set state = 3, retired_at = now(),
            subject = jsonb_set(subject, '{customers}', (subject -> 'customers') || (select coalesce(jsonb_agg(customer), '[]') from parts where customer <> all ($4))),
            erased_at = greatest($3, (
              select max(f.at) from crm.feed f where f.store = e.store and f.customer in (select customer from parts) and f.cause = 4 and f.event_at = $3))
          where id = $1 and state = $2 returning store)
        update crm_keys.customer_keys k set retired_at = now() from moved m
        where k.store = m.store and k.customer in (select customer from parts) and k.retired_at is null
        """, erasure, cancellationToken, subject.At.Milliseconds, subject.Customers.ToArray(), erasure.Store);

    public Task Removed(Erasure erasure, CancellationToken cancellationToken) => Move(
        "update crm.erasures set state = 4 where id = $1 and state = $2", erasure, cancellationToken);

    // A state that another process has moved meanwhile stays as that one left it.
    private async Task Move(string sql, Erasure erasure, CancellationToken cancellationToken, params object[] more)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.With(erasure.Id).With((short)erasure.State);
        foreach (var value in more)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<Erasure?> Read(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return !await reader.ReadAsync(cancellationToken) ? null : new()
        {
            Id = reader.GetGuid(0),
            Store = reader.GetString(1),
            Hidden = reader.GetString(2),
            Subject = reader.IsDBNull(3) ? null : JsonSerializer.Deserialize(reader.GetString(3), ErasureJson.Default.ErasureSubject),
            Block = reader.GetBoolean(4),
            AskedBy = reader.GetString(5),
            RequestedAt = new(reader.GetInt64(6)),
            State = (ErasureState)reader.GetInt16(7),
            Partition = reader.GetFieldValue<int?>(8) ?? 0,
            Offset = reader.GetFieldValue<long?>(9) ?? 0,
            Retired = reader.GetFieldValue<double?>(10) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Round = reader.GetInt16(11),
            Fences = reader.IsDBNull(12) ? [] : [.. reader.GetFieldValue<long[]>(12)],
            ErasedAt = new(reader.GetFieldValue<long?>(13) ?? 0),
            Places = JsonSerializer.Deserialize(reader.GetString(14), ErasureJson.Default.ImmutableArrayErasedPlace),
            AwaitsForwards = reader.GetBoolean(16),
            CompletedAt = reader.GetFieldValue<long?>(15) is { } completed ? new Instant(completed) : null,
        };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(ErasureSubject))]
[JsonSerializable(typeof(ImmutableArray<ErasedPlace>))]
internal sealed partial class ErasureJson : JsonSerializerContext;
