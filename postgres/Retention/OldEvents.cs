using Crm.Core.Time;
using Npgsql;

namespace Crm.Postgres.Retention;

/// <summary>
/// A store's events that leave the archive. They are found by append time, window after window; how far they have gone is kept with each
/// window's deletion. A window grows while it holds little and shrinks when it holds much.
/// </summary>
public sealed class OldEvents(NpgsqlDataSource source)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1), Shortest = TimeSpan.FromMilliseconds(100);

    private TimeSpan _window = TimeSpan.FromSeconds(1);

    /// <returns>How many went, and whether there may be more before the instant.</returns>
    public async Task<(int Deleted, bool More)> Next(string store, Instant before, CancellationToken cancellationToken)
    {
        if (await Start(store, cancellationToken) is not { } from || from >= before)
        {
            return (0, false);
        }

        var to = Instant.Earlier(before, from.PlusMilliseconds((long)_window.TotalMilliseconds));
        var deleted = await Delete(store, from, to, cancellationToken);
        var next = deleted > OldRows.Slice ? _window / 4 : deleted < OldRows.Slice / 4 ? _window * 2 : _window;
        _window = next > Longest ? Longest : next < Shortest ? Shortest : next;
        return (deleted, to < before);
    }

    // The first month's start where nothing has gone yet; null without an archive.
    private async Task<Instant?> Start(string store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select greatest(
              (select appended_before from crm.archive_floors where store = $1),
              (select min((extract(epoch from to_date(substr(c.relname, 9), 'YYYY_MM')) * 1000)::bigint)
               from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'crm.archive'::regclass))
            """);
        command.Parameters.With(store);
        return await command.ExecuteScalarAsync(cancellationToken) is long start ? new Instant(start) : null;
    }

    private async Task<int> Delete(string store, Instant from, Instant to, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            with gone as (delete from crm.archive where store = $1 and appended_at >= $2 and appended_at < $3 returning 1),
            floor as (
              insert into crm.archive_floors (store, appended_before) values ($1, $3)
              on conflict (store) do update set appended_before = excluded.appended_before)
            select count(*)::int from gone
            """);
        command.Parameters.With(store).With(from.Milliseconds).With(to.Milliseconds);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
