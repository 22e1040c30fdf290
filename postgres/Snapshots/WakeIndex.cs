using Crm.Core.Time;
using Crm.Ingest.Pumps;
using Npgsql;

namespace Crm.Postgres.Snapshots;

/// <summary>Stored customers by next wake-up.</summary>
internal sealed class WakeIndex(NpgsqlDataSource source) : IWakeIndex
{
    public async Task<IReadOnlyList<Wake>> Due(int partition, string store, Instant after, Instant through, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select next_wakeup, customer from crm.snapshots
            where partition = $1 and store = $2 and next_wakeup > $3 and next_wakeup <= $4
            order by next_wakeup, customer limit $5
            """);
        command.Parameters.With(partition).With(store).With(after.Milliseconds).With(through.Milliseconds).With(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var due = new List<Wake>();
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(new(new Instant(reader.GetInt64(0)), $"{store}/{reader.GetString(1)}"));
        }

        return due;
    }
}
