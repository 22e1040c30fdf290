using System.Text.Json;
using Crm.Core.Time;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Postgres.Privacy;

/// <summary>Removes an erased customer's rows, a place at a time; what was removed is written down in the same transaction.</summary>
public sealed class ErasureRows(NpgsqlDataSource source, TimeProvider time)
{
    // By place: $1 store, $2 ids, $3 the date through which all is forgotten, for under the same id there may be somebody new; $4 the same,
    // but no earlier than the request by the clock, as some are dated where the store's own time is another.
    private static readonly (string Place, string Sql)[] Places =
    [
        ("archive", """
            delete from crm.archive
            where hashtextextended(customer, hashtext(store)) = any (array(select hashtextextended(c, hashtext($1)) from unnest($2) c))
              and store = $1 and customer = any ($2) and event_at <= $3
            """),
        ("changes", "delete from crm.feed where store = $1 and (customer = any ($2) or into_customer = any ($2)) and at <= $3 and cause <> 4"),
        ("merges", "delete from crm.merges where store = $1 and (customer = any ($2) or into_customer = any ($2))"),
        ("actions", "delete from crm.outbox where store = $1 and customer = any ($2) and at <= $3"),
        ("runs", "delete from crm.automation_runs where store = $1 and customer = any ($2) and run <= $3"), // who comes back has runs numbered from that date on (Customer.RunsBefore)
        ("history", "delete from crm.history where key = any (array(select $1 || '/' || c from unnest($2) c)) and appended_at <= $4"),
        ("deadLetters", "delete from crm.dead_letters where store = $1 and key = any (array(select $1 || '/' || c from unnest($2) c)) and appended_at <= $4"),
    ];

    // The states and memberships went with the commit that has the tombstone; the change feed tells how many. An event's instant that the log's own clock
    // has not reached yet is taken back to that.
    private const string CountSql = """
        select count(*) filter (where change = 5), count(*) filter (where change = 1) from crm.feed
        where store = $1 and customer = any ($2) and cause = 4 and event_at between $3 - 60000 and $3
        """;

    // Where the log is a table: what was written before events were sealed, and was read.
    private const string LogSql = """
        delete from crm.log l using crm.partitions p
        where p.partition = l.partition and l.log_offset <= p.s_offset and l.key = any (array(select $1 || '/' || c from unnest($2) c))
        """;

    private const string KeysSql = "delete from crm_keys.customer_keys where store = $1 and customer = any ($2) and retired_at <= (select retired_at from crm.erasures where id = $3)";

    private const string NoteSql =
        "update crm.erasures set places = places || $2::jsonb where id = $1 and state = $3 and not places @> jsonb_build_array(jsonb_build_object('place', $4::text))";

    private const string DoneSql = "update crm.erasures set state = 5, subject = null, completed_at = $2 where id = $1";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10); // some have no index for it: a year may bring a handful

    /// <summary>Everything but dead letters that do not say whose they are, the log and the keys.</summary>
    public async Task Remove(Erasure erasure, ErasureSubject subject, CancellationToken cancellationToken)
    {
        await Note(erasure, "customer", async (connection, token) => (await Told(connection, erasure, subject, token)).Customers, cancellationToken);
        await Note(erasure, "memberships", async (connection, token) => (await Told(connection, erasure, subject, token)).Memberships, cancellationToken);
        foreach (var (place, sql) in Places)
        {
            await Note(erasure, place, async (connection, token) =>
            {
                await using var command = Command(connection, sql);
                command.Parameters.With(erasure.Store).With(subject.Customers.ToArray()).With(erasure.ErasedAt.Milliseconds)
                    .With(Instant.Later(erasure.ErasedAt, erasure.RequestedAt).Milliseconds);
                return await command.ExecuteNonQueryAsync(token);
            }, cancellationToken);
        }
    }

    /// <summary>The last of it: the keys, and with them whatever was sealed with them anywhere.</summary>
    public async Task Complete(Erasure erasure, ErasureSubject subject, CancellationToken cancellationToken)
    {
        await Note(erasure, "log", (connection, token) => Execute(connection, LogSql, erasure.Store, subject, null, token), cancellationToken);
        await Note(erasure, "keys", (connection, token) => Execute(connection, KeysSql, erasure.Store, subject, erasure.Id, token), cancellationToken, DoneSql);
    }

    /// <summary>Entries that told of erasures for long enough, but those of erasures under way: what these removed is counted by them.</summary>
    public async Task<int> Untell(Instant before, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            delete from crm.feed f where cause = 4 and recorded_at < $1
              and not exists (select from crm.erasures e where e.store = f.store and jsonb_exists(e.subject -> 'customers', f.customer))
            """);
        command.Parameters.With(before.Milliseconds);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Removes something and writes down how much, once.</summary>
    /// <param name="remove">Answers how much.</param>
    /// <param name="last">With the erasure's id and the time: what is done beside.</param>
    internal async Task Note(
        Erasure erasure, string place, Func<NpgsqlConnection, CancellationToken, Task<long>> remove, CancellationToken cancellationToken, string? last = null)
    {
        if (erasure.Places.Any(known => known.Place == place))
        {
            return;
        }

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var patience = new NpgsqlCommand($"set local statement_timeout = {(long)Patience.TotalMilliseconds}", connection))
        {
            await patience.ExecuteNonQueryAsync(cancellationToken);
        }

        var removed = new ErasedPlace(place, await remove(connection, cancellationToken), Instant.From(time.GetUtcNow()));
        await using var note = Command(connection, NoteSql);
        note.Parameters.With(erasure.Id).With(JsonSerializer.Serialize([removed], ErasureJson.Default.ImmutableArrayErasedPlace), NpgsqlDbType.Text)
            .With((short)erasure.State).With(place);
        if (await note.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            return; // another process has gone on: this one leaves nothing
        }

        if (last is not null)
        {
            await using var done = Command(connection, last);
            done.Parameters.With(erasure.Id).With(removed.At.Milliseconds);
            await done.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    internal static NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = (int)Patience.TotalSeconds + 5 };

    private static async Task<long> Execute(NpgsqlConnection connection, string sql, string store, ErasureSubject subject, Guid? id, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql);
        command.Parameters.With(store).With(subject.Customers.ToArray());
        if (id is { } erasure)
        {
            command.Parameters.With(erasure);
        }

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<(long Customers, long Memberships)> Told(NpgsqlConnection connection, Erasure erasure, ErasureSubject subject, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, CountSql);
        command.Parameters.With(erasure.Store).With(subject.Customers.ToArray()).With(subject.At.Milliseconds);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
