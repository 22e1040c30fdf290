using Crm.Core.Time;
using Crm.Ingest.Commits;
using Npgsql;

namespace Crm.Postgres.Forwarding;

/// <summary>Reads what a partition's owner left to be forwarded.</summary>
internal static class ForwardsLeft
{
    public static async Task<IReadOnlyList<ForwardRow>> Read(NpgsqlDataSource source, int partition, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "select target, number, key, appended_at, payload, traceparent from crm.forwards where source = $1 order by target, number");
        command.Parameters.With(partition);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<ForwardRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new(
                reader.GetInt32(0), reader.GetInt64(1), reader.GetString(2), new Instant(reader.GetInt64(3)), reader.GetFieldValue<byte[]>(4),
                await reader.IsDBNullAsync(5, cancellationToken) ? null : reader.GetString(5)));
        }

        return rows;
    }
}
