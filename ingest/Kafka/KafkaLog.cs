using System.Collections.Immutable;
using Confluent.Kafka;
using Crm.Core.Time;
using Crm.Ingest.Commits;
using Crm.Ingest.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crm.Ingest.Kafka;

/// <summary>The log as a topic of Kafka. Positions are offsets, which may have gaps; append time is the broker's, where the topic is set so.</summary>
internal sealed class KafkaLog : ILog, IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100); // for one who waits where no pump reads

    private readonly KafkaOptions _options;
    private readonly KafkaClients _clients;
    private readonly KafkaTopic _topic;
    private readonly KafkaRecords _records;
    private readonly KafkaAppender _appender;
    private readonly KafkaLookup _lookup;
    private readonly TimeProvider _time;
    private readonly ILogger<KafkaLog> _logger;
    private readonly AheadReader _ahead; // of the pumps at work
    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;
    private volatile LogMismatchException? _gone;
    private string? _generation;
    private bool _disposed; // the container knows this object under two names and disposes it under each

    public KafkaLog(KafkaClients clients, KafkaTopic topic, IOptions<KafkaOptions> options, TimeProvider time, ILogger<KafkaLog> logger)
    {
        (_options, _clients, _topic, _time, _logger) = (options.Value, clients, topic, time, logger);
        _records = new(_options.Store);
        _appender = new(clients, _options, time, logger);
        _lookup = new(clients, _records, _options);
        _ahead = new(clients, _records, _options.Topic, _options.Partitions, _options.ReadAheadBytes / _options.Partitions / 2);
    }

    public int Partitions => _options.Partitions;

    public string Generation => _generation ?? throw new InvalidOperationException("The log is not open yet.");

    /// <summary>Makes the topic if there is none, and starts to serve. Called once.</summary>
    /// <exception cref="TopicException">The topic cannot serve as the log.</exception>
    public async Task Open(CancellationToken cancellationToken)
    {
        _generation = await _topic.Open(_time, cancellationToken);
        _watching = Watch(_stop.Token);
    }

    public async ValueTask<ImmutableArray<LogPosition>> Append(IReadOnlyList<LogAppend> records, CancellationToken cancellationToken)
    {
        foreach (var record in records)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(record.Partition, nameof(records));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(record.Partition, Partitions, nameof(records));
        }

        if (_gone is { } gone)
        {
            throw new LogUnavailableException(gone.Message, gone); // what another topic took would be lost
        }

        var positions = records.Count == 0 ? [] : await _appender.Append(records, cancellationToken);
        return positions.Any(static position => position.Offset < 0) ? await Told(positions, cancellationToken) : positions;
    }

    public ValueTask<IReadOnlyList<LogRecord>> Read(int partition, long after, int limit, CancellationToken cancellationToken) =>
        _ahead.At(partition, after) is { } buffer
            ? _ahead.Read(buffer, partition, limit, cancellationToken)
            : _lookup.Read(Of(partition), after, limit, cancellationToken);

    public async ValueTask WaitForMore(int partition, long after, CancellationToken cancellationToken)
    {
        if (_ahead.At(partition, after) is { } buffer)
        {
            await buffer.WaitForMore(cancellationToken);
            return;
        }

        while ((await Range(partition, cancellationToken)).Last <= after)
        {
            await Task.Delay(Look, _time, cancellationToken);
        }
    }

    public async ValueTask<LogRange> Range(int partition, CancellationToken cancellationToken) => await _lookup.Range(Of(partition), cancellationToken);

    public async ValueTask<Instant?> AppendedAfter(int partition, long after, CancellationToken cancellationToken) =>
        await _lookup.Read(Of(partition), after, 1, cancellationToken) is [var next, ..] ? next.AppendedAt : null;

    /// <summary>Nothing: records go when the topic's retention says so.</summary>
    public ValueTask Release(int partition, long through, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public IDisposable Follow(int partition, long after, bool lend)
    {
        var following = _ahead.Follow(partition, after, lend);
        if (_gone is { } gone)
        {
            _ahead.Fail(gone);
        }

        return following;
    }

    /// <summary>What was asked to be appended is, then all stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Run(_appender.Dispose);
        await Task.Run(_ahead.Dispose);
        _lookup.Dispose();
        _stop.Dispose();
    }

    // The record is in the log, at this offset or before it: good enough for whoever waits until it was passed.
    private async Task<ImmutableArray<LogPosition>> Told(ImmutableArray<LogPosition> positions, CancellationToken cancellationToken)
    {
        var told = positions.ToBuilder();
        for (var i = 0; i < told.Count; i++)
        {
            if (told[i].Offset < 0)
            {
                told[i] = told[i] with { Offset = (await Range(told[i].Partition, cancellationToken)).Last };
            }
        }

        return told.MoveToImmutable();
    }

    private async Task Watch(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(_options.CheckEvery, _time);
        while (_gone is null && await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await _topic.Check(Generation);
            }
            catch (LogMismatchException gone)
            {
                _gone = gone;
                _logger.TopicGone(_options.Topic, gone.Message);
                _ahead.Fail(gone);
            }
            catch (Exception silent) when (silent is KafkaException or TopicException)
            {
                _logger.TopicUnseen(_options.Topic, silent);
            }
        }
    }

    private TopicPartition Of(int partition) => new(_options.Topic, partition);
}
