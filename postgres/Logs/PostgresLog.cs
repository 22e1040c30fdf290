using System.Collections.Immutable;
using Crm.Core.Time;
using Crm.Ingest.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Crm.Postgres.Logs;

/// <summary>
/// The log as a PostgreSQL table. Append time is the server's clock, one for all processes. Payloads are handed over:
/// they must not change after they were appended, for readers in this process get the same memory.
/// </summary>
internal sealed class PostgresLog : ILog, IAsyncDisposable
{
    private const string ReadSql = """
        select log_offset, appended_at, kind, key, payload, source, source_number, source_appended_at, traceparent
        from (
            select *, sum(octet_length(payload)) over (order by log_offset rows unbounded preceding) - octet_length(payload) as before
            from (select * from crm.log where partition = $1 and log_offset > $2 order by log_offset limit $3) many) sized
        where before < $4 order by log_offset
        """;

    private const int ReadBytes = 1024 * 1024; // of payload, from which on no further record is read: those who lag read much at a time

    private readonly NpgsqlDataSource _source;
    private readonly PostgresLogOptions _options;
    private readonly TimeProvider _time;
    private readonly LogTails _tails;
    private readonly LogHeads _heads;
    private readonly LogReleases _releases;
    private readonly Appender _appender;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private string? _generation;
    private bool _disposed; // the container knows this object under two names and disposes it under each

    public PostgresLog(NpgsqlDataSource source, IOptions<PostgresLogOptions> options, TimeProvider time, ILogger<PostgresLog> logger)
    {
        (_source, _options, _time) = (source, options.Value, time);
        _tails = new(Partitions, _options.TailBytes);
        _heads = new(source, Partitions, logger);
        _releases = new(source, Partitions, logger);
        _appender = new(source, _options, _tails, _heads, logger);
    }

    public int Partitions => _options.Partitions;

    public string Generation => _generation ?? throw new InvalidOperationException("The log is not open yet.");

    /// <summary>Makes the log if there is none, and starts to serve. Called once, after the migrations.</summary>
    /// <exception cref="InvalidOperationException">The log has another number of partitions than it is asked to have.</exception>
    public async Task Open(CancellationToken cancellationToken)
    {
        _generation = await LogCreation.Open(_source, Partitions, cancellationToken);
        await _heads.Poll(cancellationToken);
        _running.Add(Task.Run(() => _appender.Run(_stop.Token), CancellationToken.None));
        _running.Add(Task.Run(() => _heads.Watch(_options.HeadPoll, _time, _stop.Token), CancellationToken.None));
        _running.Add(Task.Run(() => _releases.Run(_options.ReleaseEvery, _time, _stop.Token), CancellationToken.None));
    }

    public ValueTask<ImmutableArray<LogPosition>> Append(IReadOnlyList<LogAppend> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
        {
            return new([]);
        }

        foreach (var record in records)
        {
            // Here, where it fails only its own caller and not all who share the transaction.
            ArgumentOutOfRangeException.ThrowIfNegative(record.Partition, nameof(records));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(record.Partition, Partitions, nameof(records));
            if (!Texts.IsStorable(record.Key))
            {
                throw new ArgumentException("A key has U+0000 or half of a surrogate pair.", nameof(records));
            }
        }

        return _appender.Append(records, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<LogRecord>> Read(int partition, long after, int limit, CancellationToken cancellationToken)
    {
        if (_tails[partition].Read(after, limit) is { } recent)
        {
            return recent;
        }

        await using var command = _source.CreateCommand(ReadSql);
        command.Parameters.With(partition).With(after).With(limit).With(ReadBytes);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var records = new List<LogRecord>();
        while (await reader.ReadAsync(cancellationToken))
        {
            records.Add(new(
                reader.GetInt64(0), new Instant(reader.GetInt64(1)), (RecordKind)reader.GetInt16(2), reader.GetString(3), reader.GetFieldValue<byte[]>(4),
                reader.IsDBNull(5) ? null : new Origin(reader.GetInt32(5), reader.GetInt64(6), new Instant(reader.GetInt64(7))),
                reader.IsDBNull(8) ? null : reader.GetString(8)));
        }

        return records;
    }

    public ValueTask WaitForMore(int partition, long after, CancellationToken cancellationToken) => _heads.WaitPast(partition, after, cancellationToken);

    public async ValueTask<LogRange> Range(int partition, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand("select released, last_offset from crm.log_heads where partition = $1");
        command.Parameters.With(partition);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(reader.GetInt64(0), reader.GetInt64(1))
            : throw new InvalidOperationException($"The log has no partition {partition}.");
    }

    public async ValueTask<Instant?> AppendedAfter(int partition, long after, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand("select appended_at from crm.log where partition = $1 and log_offset > $2 order by log_offset limit 1");
        command.Parameters.With(partition).With(after);
        return await command.ExecuteScalarAsync(cancellationToken) is long at ? new Instant(at) : null;
    }

    /// <summary>Notes it; records are deleted in the background, so that a pump does not wait for it.</summary>
    public ValueTask Release(int partition, long through, CancellationToken cancellationToken)
    {
        _releases.Release(partition, through);
        return ValueTask.CompletedTask;
    }

    /// <summary>What was asked to be appended is, then all stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        _appender.Close();
        if (_running is [var appending, ..])
        {
            await appending;
        }

        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    internal Task DeleteReleased(CancellationToken cancellationToken) => _releases.Delete(cancellationToken);
}
