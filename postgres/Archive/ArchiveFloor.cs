using Crm.Core.Time;
using Npgsql;

namespace Crm.Postgres.Archive;

/// <summary>How far back the archive of a store goes.</summary>
public sealed class ArchiveFloor(NpgsqlDataSource source)
{
    /// <returns>The instant from which on all events are there that the log took; null where none went since the store was made.</returns>
    public async Task<Instant?> Of(string store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select greatest(
              (select appended_before from crm.archive_floors where store = $1),
              (select m.first
               from crm.stores s cross join (
                 select min((extract(epoch from to_date(substr(c.relname, 9), 'YYYY_MM')) * 1000)::bigint) as first
                 from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'crm.archive'::regclass) m
               where s.name = $1 and s.created_at < m.first))
            """);
        command.Parameters.With(store);
        return await command.ExecuteScalarAsync(cancellationToken) is long floor ? new Instant(floor) : null;
    }
}
