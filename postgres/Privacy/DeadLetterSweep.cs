using Crm.Core.Time;
using Crm.Ingest.Privacy;
using Npgsql;

namespace Crm.Postgres.Privacy;

/// <summary>Dead letters that do not say whose they are: each is opened and searched for what the person is known by.</summary>
public sealed class DeadLetterSweep(NpgsqlDataSource source, ErasureRows rows, Seals seals)
{
    private const int AtOnce = 500;

    private const string PageSql = "select id, payload from crm.dead_letters where store = $1 and id > $2 and appended_at <= $3 order by id limit $4";

    // A letter that names nobody was sealed with a key of its own.
    private const string DeleteSql = """
        with gone as (delete from crm.dead_letters where id = any ($1) returning 1),
        keys as (delete from crm_keys.customer_keys where id = any ($2) and customer like '?%' returning 1)
        select count(*) from gone
        """;

    public Task Remove(Erasure erasure, ErasureSubject subject, CancellationToken cancellationToken) => rows.Note(
        erasure, "deadLettersByContent", (connection, token) => Sweep(connection, erasure, new(subject), token), cancellationToken);

    private async Task<long> Sweep(NpgsqlConnection connection, Erasure erasure, ErasureMarks marks, CancellationToken cancellationToken)
    {
        var removed = 0L;
        for (var after = -1L; await Page(erasure.Store, after, erasure.RequestedAt, cancellationToken) is { Count: > 0 } page; after = page[^1].Id)
        {
            var opened = await seals.Open(erasure.Store, [.. page.Select(static letter => letter.Payload)], cancellationToken);
            var found = page.Where((_, place) => marks.AreIn(opened[place].Span)).ToArray();
            if (found.Length > 0)
            {
                await using var command = ErasureRows.Command(connection, DeleteSql);
                command.Parameters.With(Array.ConvertAll(found, static letter => letter.Id))
                    .With(found.Select(static letter => Seals.KeyOf(letter.Payload.Span)).OfType<Guid>().ToArray());
                removed += (long)(await command.ExecuteScalarAsync(cancellationToken))!;
            }
        }

        return removed;
    }

    private async Task<List<(long Id, ReadOnlyMemory<byte> Payload)>> Page(string store, long after, Instant through, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(PageSql);
        command.Parameters.With(store).With(after).With(through.Milliseconds).With(AtOnce);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var page = new List<(long, ReadOnlyMemory<byte>)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add((reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
        }

        return page;
    }
}
