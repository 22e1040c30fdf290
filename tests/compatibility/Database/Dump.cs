using Npgsql;

namespace Crm.Compatibility.Tests.Database;

/// <summary>All rows of a database as text: for each table that has some a line with its name, and they as JSON.</summary>
internal sealed class Dump(NpgsqlDataSource source)
{
    public async Task<List<string>> Take()
    {
        var lines = new List<string>();
        foreach (var table in await Tables())
        {
            await using var command = source.CreateCommand($"select jsonb_agg(to_jsonb(t))::text from {table} t");
            if (await command.ExecuteScalarAsync() is string rows)
            {
                lines.Add($"{table} {rows}");
            }
        }

        return lines;
    }

    /// <summary>Leaves nothing of what was there, what migrations made included.</summary>
    public async Task Restore(IEnumerable<string> lines)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new("set session_replication_role = replica")); // what triggers wrote is among the rows
        batch.BatchCommands.Add(new($"truncate {string.Join(", ", await Tables())}"));
        foreach (var line in lines)
        {
            var (table, rows) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[line.IndexOf(' ', StringComparison.Ordinal)..]);
            if (table == "crm.archive")
            {
                batch.BatchCommands.Add(With("select crm.make_archive_month((r->>'appended_at')::bigint) from jsonb_array_elements($1::jsonb) r", rows));
            }

            batch.BatchCommands.Add(With($"insert into {table} overriding system value select * from jsonb_populate_recordset(null::{table}, $1::jsonb)", rows));
        }

        batch.BatchCommands.Add(new("reset session_replication_role"));
        await batch.ExecuteNonQueryAsync();
    }

    private static NpgsqlBatchCommand With(string sql, string rows) => new(sql) { Parameters = { new NpgsqlParameter<string> { TypedValue = rows } } };

    // As they were made: what others refer to comes before them.
    private async Task<List<string>> Tables()
    {
        await using var command = source.CreateCommand("""
            select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('crm', 'crm_keys') and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migrations' order by c.oid
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }
}
