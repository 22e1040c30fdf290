using Microsoft.Extensions.Logging;
using Npgsql;

namespace Crm.Postgres.Logs;

/// <summary>The newest offset of each partition that this process has heard of: at once of its own appends, by one poll for all partitions of others'.</summary>
internal sealed class LogHeads(NpgsqlDataSource source, int partitions, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly long[] _last = Enumerable.Repeat(-1L, partitions).ToArray();
    private readonly TaskCompletionSource?[] _moved = new TaskCompletionSource?[partitions]; // null: nobody waits

    public ValueTask WaitPast(int partition, long after, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_last[partition] > after)
            {
                return ValueTask.CompletedTask;
            }

            _moved[partition] ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return new(_moved[partition]!.Task.WaitAsync(cancellationToken));
        }
    }

    public void Moved(LogTails tails)
    {
        for (var partition = 0; partition < partitions; partition++)
        {
            Moved(partition, tails[partition].Last);
        }
    }

    public async Task Watch(TimeSpan period, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(period, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                if (IsAwaited())
                {
                    await Poll(cancellationToken);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.HeadsUnread(exception);
            }
        }
    }

    public async Task Poll(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select partition, last_offset from crm.log_heads");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            Moved(reader.GetInt32(0), reader.GetInt64(1));
        }
    }

    private bool IsAwaited()
    {
        lock (_lock)
        {
            return Array.Exists(_moved, static moved => moved is not null);
        }
    }

    private void Moved(int partition, long last)
    {
        lock (_lock)
        {
            if (last > _last[partition])
            {
                _last[partition] = last;
                _moved[partition]?.TrySetResult();
                _moved[partition] = null;
            }
        }
    }
}
