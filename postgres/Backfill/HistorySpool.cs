using Crm.Core.Customers;
using Crm.Core.Time;
using Crm.Ingest.Backfill;
using Crm.Ingest.Privacy;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Postgres.Backfill;

/// <summary>Events that a backfill reads out of the log, until it has given them to their customers.</summary>
internal sealed class HistorySpool(NpgsqlDataSource source, Seals seals) : IHistorySpool
{
    public async Task Add(int partition, long epoch, IReadOnlyList<ArchivedEvent> events, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy crm.history (partition, epoch, key, log_offset, appended_at, json) from stdin (format binary)", cancellationToken);
        foreach (var past in events)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(partition, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(epoch, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(past.Key, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(past.Offset, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(past.AppendedAt.Milliseconds, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(past.Json, NpgsqlDbType.Bytea, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<ArchivedEvent>> Read(int partition, long epoch, IReadOnlyList<string> customers, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select key, log_offset, appended_at, json from crm.history
            where partition = $1 and epoch = $2 and key = any ($3) order by key, log_offset
            """);
        command.Parameters.With(partition).With(epoch).With(customers.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<ArchivedEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(new(reader.GetString(0), reader.GetInt64(1), new Instant(reader.GetInt64(2)), reader.GetFieldValue<byte[]>(3)));
        }

        return events is [var first, ..] ? await seals.Open(new CustomerKey(first.Key).Store, events, cancellationToken) : events;
    }

    public async Task Clear(int partition, long epoch, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("delete from crm.history where partition = $1 and epoch <= $2");
        command.Parameters.With(partition).With(epoch);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
