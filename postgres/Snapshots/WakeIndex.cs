using Crm.Core.Rfm;
using Crm.Core.Time;
using Crm.Ingest.Pumps;
using Npgsql;

namespace Crm.Postgres.Snapshots;

/// <summary>Stored customers by next wake-up.</summary>
internal sealed class WakeIndex(NpgsqlDataSource source) : IWakeIndex
{
    public async Task<IReadOnlyList<Wake>> Due(int partition, string store, int version, RfmScorer cuts, Instant after, Instant through, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            (select next_wakeup at, customer from crm.snapshots
             where partition = $1 and store = $2 and next_wakeup > $3 and next_wakeup <= $4
             order by next_wakeup, customer limit $5)
            union all
            (select last_order + age, customer from unnest($6::smallint[], $7::bigint[]) cut (score, age) cross join lateral (
               select last_order, customer from crm.snapshots
               where partition = $1 and store = $2 and last_order > $3 - age and last_order <= $4 - age and orders > 0 and r = score and definitions < $8
               order by last_order, customer limit $5) behind)
            order by at, customer limit $5
            """);
        var falls = cuts.Falls.ToArray();
        command.Parameters.With(partition).With(store).With(after.Milliseconds).With(through.Milliseconds).With(limit)
            .With(falls.Select(static fall => (short)fall.Score).ToArray()).With(falls.Select(static fall => fall.Age).ToArray()).With(version);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var due = new List<Wake>();
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(new(new Instant(reader.GetInt64(0)), $"{store}/{reader.GetString(1)}"));
        }

        return due;
    }
}
