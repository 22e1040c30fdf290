using Npgsql;

namespace Crm.Postgres.Feed;

/// <summary>How far each partition of the feed was delivered to the subscribers of Orleans streams.</summary>
public sealed class StreamPlaces(NpgsqlDataSource source)
{
    /// <returns>The number of the last change that was delivered; the first time that of the newest one: a stream begins where it is first looked at.</returns>
    public async Task<long> Of(int partition, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            with begun as (
              insert into crm_orleans.stream_places (partition, number)
              select $1, coalesce((select next_feed_number - 1 from crm.partitions where partition = $1), 0)
              on conflict do nothing returning number)
            select number from begun union all select number from crm_orleans.stream_places where partition = $1
            """);
        command.Parameters.With(partition);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task Save(int partition, long number, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("update crm_orleans.stream_places set number = $2 where partition = $1 and number < $2");
        command.Parameters.With(partition).With(number);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
