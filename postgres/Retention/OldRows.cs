using Crm.Core.Time;
using Npgsql;

namespace Crm.Postgres.Retention;

/// <summary>Deletes what is older than an instant, a slice at a time; each is a transaction of its own, and the next one goes on where it ended, in whatever process.</summary>
public sealed class OldRows(NpgsqlDataSource source)
{
    /// <summary>Rows that a slice deletes at most.</summary>
    public const int Slice = 2_000;

    private const long Lock = 0x43524D5F4B454550; // "CRM_KEEP"

    /// <summary>Held by one process at a time, for as long as it is not disposed.</summary>
    /// <returns>Null while another one has it.</returns>
    public async Task<IAsyncDisposable?> TryHold(CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({Lock})", connection);
        try
        {
            if ((bool)(await command.ExecuteScalarAsync(cancellationToken))!)
            {
                return new Held(connection);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>The oldest of a store's changes in one partition, and the mark that says so to whoever stands before them. What is kept has no gap.</summary>
    /// <returns>How many.</returns>
    public Task<int> Changes(string store, int partition, Instant before, CancellationToken cancellationToken) => Delete("""
        with oldest as (
          select number, segment, max(recorded_at) over (order by number) as newest
          from (select number, segment, recorded_at from crm.feed where store = $1 and partition = $4 order by number limit $3) f),
        gone as (
          delete from crm.feed f using oldest o where f.partition = $4 and f.number = o.number and o.newest < $2 returning f.segment, f.number),
        floors as (
          insert into crm.feed_floors as l (store, segment, partition, number) select $1, segment, $4, max(number) from gone group by segment
          on conflict (store, segment, partition) do update set number = greatest(l.number, excluded.number))
        select count(*)::int from gone
        """, store, before, partition, cancellationToken);

    /// <summary>Records that were refused, but for those that a replay has yet to skip.</summary>
    /// <param name="keepPlaces">Whether the log keeps the archive: its reader has to know for ever that they did not count.</param>
    public Task<int> DeadLetters(string store, Instant before, bool keepPlaces, CancellationToken cancellationToken) => Delete("""
        with gone as (
          delete from crm.dead_letters where id in (
            select d.id from crm.dead_letters d join crm.partitions p on p.partition = d.partition and d.log_offset <= p.s_offset
            where d.store = $1 and d.appended_at < $2 order by d.appended_at limit $3)
          returning partition, log_offset),
        places as (
          insert into crm.uncounted (partition, log_offset) select partition, log_offset from gone where $4 on conflict do nothing)
        select count(*)::int from gone
        """, store, before, keepPlaces, cancellationToken);

    /// <summary>Actions that were finished.</summary>
    public Task<int> Actions(string store, Instant before, CancellationToken cancellationToken) => Delete("""
        with gone as (
          delete from crm.outbox where id in (
            select id from crm.outbox where store = $1 and state <> 0 and finished_at < $2 order by finished_at limit $3) returning 1)
        select count(*)::int from gone
        """, store, before, cancellationToken);

    /// <summary>Runs that ended.</summary>
    public Task<int> Runs(string store, Instant before, CancellationToken cancellationToken) => Delete("""
        with gone as (
          delete from crm.automation_runs r using (
            select store, automation, customer, run from crm.automation_runs where store = $1 and ended_at < $2 order by ended_at limit $3) old
          where r.store = old.store and r.automation = old.automation and r.customer = old.customer and r.run = old.run returning 1)
        select count(*)::int from gone
        """, store, before, cancellationToken);

    /// <summary>Of the access log.</summary>
    public Task<int> Accesses(string store, Instant before, CancellationToken cancellationToken) => Delete("""
        with gone as (
          delete from crm.access_log where store = $1 and (at, id) in (
            select at, id from crm.access_log where store = $1 and at < $2 order by at, id limit $3) returning 1)
        select count(*)::int from gone
        """, store, before, cancellationToken);

    private Task<int> Delete(string sql, string store, Instant before, CancellationToken cancellationToken) =>
        Delete<int?>(sql, store, before, null, cancellationToken);

    private async Task<int> Delete<T>(string sql, string store, Instant before, T fourth, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.With(store).With(before.Milliseconds).With(Slice);
        if (fourth is not null)
        {
            command.Parameters.With(fourth);
        }

        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private sealed class Held(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (connection)
            {
                await using var command = new NpgsqlCommand($"select pg_advisory_unlock({Lock})", connection);
                await command.ExecuteNonQueryAsync();
            }
        }
    }
}
