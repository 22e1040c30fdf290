using System.Collections.Immutable;
using System.Threading.Channels;
using Crm.Ingest.Logs;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Crm.Postgres.Logs;

/// <summary>Appends, one transaction after the other, whatever was asked for while the last one was under way.</summary>
internal sealed class Appender(NpgsqlDataSource source, PostgresLogOptions options, LogTails tails, LogHeads heads, ILogger logger)
{
    private readonly Channel<AppendRequest> _queue =
        Channel.CreateBounded<AppendRequest>(new BoundedChannelOptions(options.MaxQueued) { SingleReader = true });

    public async ValueTask<ImmutableArray<LogPosition>> Append(IReadOnlyList<LogAppend> records, CancellationToken cancellationToken)
    {
        var request = new AppendRequest(records);
        try
        {
            await _queue.Writer.WriteAsync(request, cancellationToken);
        }
        catch (ChannelClosedException exception)
        {
            throw new LogUnavailableException("The log is closed: this process is stopping.", exception);
        }

        return await request.Done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>No more is taken; what was is still appended.</summary>
    public void Close() => _queue.Writer.TryComplete();

    public async Task Run(CancellationToken cancellationToken)
    {
        var group = new AppendGroup(options.Partitions);
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (group.Records < options.MaxRecords && group.Bytes < options.MaxBytes && _queue.Reader.TryRead(out var request))
            {
                group.Add(request);
            }

            await Append(group, cancellationToken);
            group.Clear();
        }
    }

    private async Task Append(AppendGroup group, CancellationToken cancellationToken)
    {
        try
        {
            group.Fill();
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await group.Append(connection, cancellationToken);
        }
        catch (Exception exception) // whatever it is, the callers hear of it and the next group is tried
        {
            logger.AppendFailed(exception, group.Records);
            group.Fail(exception);
            return;
        }

        group.Succeed(tails.Add);
        heads.Moved(tails);
    }
}
