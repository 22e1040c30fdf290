using System.Collections.Concurrent;
using Crm.Core.Time;
using Crm.Ingest.Commits;
using Npgsql;

namespace Crm.Postgres.Archive;

/// <summary>The archive's tables, one a month of append time in UTC. A commit finds those that it needs.</summary>
internal sealed class ArchiveMonths(NpgsqlDataSource source)
{
    private readonly ConcurrentDictionary<int, bool> _known = new();

    public async ValueTask Ensure(List<ArchiveRow> rows, CancellationToken cancellationToken)
    {
        // Append time never falls within a partition and rows come in its order, but only the reader of the log promises that: ask all.
        var (first, last) = (long.MaxValue, long.MinValue);
        foreach (var row in rows)
        {
            first = Math.Min(first, row.AppendedAt.Milliseconds);
            last = Math.Max(last, row.AppendedAt.Milliseconds);
        }

        if (rows.Count > 0)
        {
            await Ensure(new Instant(first), new Instant(last), cancellationToken);
        }
    }

    public async ValueTask Ensure(Instant first, Instant last, CancellationToken cancellationToken)
    {
        for (var month = MonthOf(first); month <= MonthOf(last); month++)
        {
            if (_known.ContainsKey(month))
            {
                continue;
            }

            await using var command = source.CreateCommand("select crm.make_archive_month($1)");
            command.Parameters.With(StartOf(month).Milliseconds);
            await command.ExecuteNonQueryAsync(cancellationToken);
            _known[month] = true;
        }
    }

    /// <summary>Tables may have been dropped: ask the database again.</summary>
    public void Forget() => _known.Clear();

    /// <summary>Drops the tables of months that ended before an instant.</summary>
    /// <returns>Their names.</returns>
    public async Task<IReadOnlyList<string>> DropBefore(Instant instant, CancellationToken cancellationToken)
    {
        var dropped = new List<string>();
        foreach (var table in await Tables(cancellationToken))
        {
            if (string.CompareOrdinal(table, NameOf(MonthOf(instant))) < 0)
            {
                await using var command = source.CreateCommand($"drop table crm.{table}");
                await command.ExecuteNonQueryAsync(cancellationToken);
                dropped.Add(table);
            }
        }

        Forget();
        return dropped;
    }

    private async Task<List<string>> Tables(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'crm.archive'::regclass and c.relname ~ '^archive_[0-9]{4}_[0-9]{2}$' order by c.relname
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tables = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    private static int MonthOf(Instant instant) => instant.ToDateTimeOffset() is var at ? at.Year * 12 + at.Month - 1 : 0;

    private static Instant StartOf(int month) => Instant.From(new DateTimeOffset(month / 12, month % 12 + 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static string NameOf(int month) => $"archive_{month / 12:D4}_{month % 12 + 1:D2}";
}
