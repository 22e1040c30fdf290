using Microsoft.Extensions.Logging;
using Npgsql;

namespace Crm.Postgres.Logs;

/// <summary>Deletes released records now and then, in slices, beside those who append and read.</summary>
internal sealed class LogReleases(NpgsqlDataSource source, int partitions, ILogger logger)
{
    private const int Slice = 5_000;

    private readonly long[] _wanted = Enumerable.Repeat(-1L, partitions).ToArray();
    private readonly long[] _done = Enumerable.Repeat(-1L, partitions).ToArray();

    public void Release(int partition, long through)
    {
        long known;
        while ((known = Volatile.Read(ref _wanted[partition])) < through)
        {
            Interlocked.CompareExchange(ref _wanted[partition], through, known);
        }
    }

    public async Task Run(TimeSpan period, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(period, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await Delete(cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.ReleaseFailed(exception);
            }
        }
    }

    public async Task Delete(CancellationToken cancellationToken)
    {
        for (var partition = 0; partition < partitions; partition++)
        {
            var through = Volatile.Read(ref _wanted[partition]);
            if (through > _done[partition])
            {
                await Delete(partition, through, cancellationToken);
                _done[partition] = through;
            }
        }
    }

    // The head says first that the records are gone: a reader that starts too early is told so, and does not find a part of them.
    private async Task Delete(int partition, long through, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            update crm.log_heads set released = greatest(released, least($2, last_offset)) where partition = $1
            returning (select min(log_offset) from crm.log where partition = $1), released
            """);
        command.Parameters.With(partition).With(through);
        var (first, last) = (long.MaxValue, -1L);
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            if (await reader.ReadAsync(cancellationToken) && !await reader.IsDBNullAsync(0, cancellationToken))
            {
                (first, last) = (reader.GetInt64(0), reader.GetInt64(1));
            }
        }

        while (first <= last)
        {
            var end = Math.Min(first + Slice - 1, last);
            await using var delete = source.CreateCommand("delete from crm.log where partition = $1 and log_offset between $2 and $3");
            delete.Parameters.With(partition).With(first).With(end);
            await delete.ExecuteNonQueryAsync(cancellationToken);
            first = end + 1;
        }
    }
}
