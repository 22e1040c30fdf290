using System.Collections.Immutable;
using Crm.Core.Time;
using Crm.Ingest.Logs;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Postgres.Logs;

/// <summary>The requests that share a transaction, and the statement that appends them; kept for the next group.</summary>
internal sealed class AppendGroup
{
    private const string Sql = "select base_offset, at_ms from crm.append_log($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

    private readonly List<AppendRequest> _requests = [];
    private readonly int[] _counts; // by partition, of this group
    private readonly int[] _slots; // by partition, its place among the group's partitions from 1; 0: not among them
    private readonly int[] _seen; // by partition, records walked so far; all zero between walks
    private readonly Column<int> _partition = new(NpgsqlDbType.Integer);
    private readonly Column<int> _count = new(NpgsqlDbType.Integer);
    private readonly Column<int> _slot = new(NpgsqlDbType.Integer);
    private readonly Column<int> _place = new(NpgsqlDbType.Integer);
    private readonly Column<short> _kind = new(NpgsqlDbType.Smallint);
    private readonly Column<string> _key = new(NpgsqlDbType.Text);
    private readonly Column<ReadOnlyMemory<byte>> _payload = new(NpgsqlDbType.Bytea);
    private readonly Column<int?> _source = new(NpgsqlDbType.Integer); // these three end with the last forwarded record: mostly they are empty
    private readonly Column<long?> _number = new(NpgsqlDbType.Bigint);
    private readonly Column<long?> _sourceTime = new(NpgsqlDbType.Bigint);
    private readonly Column<string?> _traceParent = new(NpgsqlDbType.Text); // this one with the last record of a recorded trace
    private readonly List<(long Base, Instant At)> _appended = []; // by slot - 1

    public AppendGroup(int partitions)
    {
        _counts = new int[partitions];
        _slots = new int[partitions];
        _seen = new int[partitions];
        foreach (var column in Columns)
        {
            Command.Parameters.Add(column.Parameter);
        }
    }

    public NpgsqlCommand Command { get; } = new(Sql);

    public int Records { get; private set; }

    public long Bytes { get; private set; }

    private IColumn[] Columns => [_partition, _count, _slot, _place, _kind, _key, _payload, _source, _number, _sourceTime, _traceParent];

    public void Add(AppendRequest request)
    {
        _requests.Add(request);
        foreach (var record in request.Records)
        {
            _counts[record.Partition]++;
            Bytes += record.Payload.Length;
        }

        Records += request.Records.Count;
    }

    public void Fill()
    {
        for (var partition = 0; partition < _counts.Length; partition++)
        {
            if (_counts[partition] > 0)
            {
                _partition.Add(partition);
                _count.Add(_counts[partition]);
                _slots[partition] = _partition.Count;
            }
        }

        foreach (var request in _requests)
        {
            foreach (var record in request.Records)
            {
                if (record.Origin is { } origin)
                {
                    Fill(origin);
                }

                if (record.TraceParent is { } traceParent)
                {
                    Fill(traceParent);
                }

                _slot.Add(_slots[record.Partition]);
                _place.Add(++_seen[record.Partition]);
                _kind.Add((short)record.Kind);
                _key.Add(record.Key);
                _payload.Add(record.Payload);
            }
        }

        Array.Clear(_seen);
    }

    private void Fill(Origin origin)
    {
        while (_source.Count < _slot.Count)
        {
            _source.Add(null);
            _number.Add(null);
            _sourceTime.Add(null);
        }

        _source.Add(origin.Partition);
        _number.Add(origin.Number);
        _sourceTime.Add(origin.AppendedAt.Milliseconds);
    }

    private void Fill(string traceParent)
    {
        while (_traceParent.Count < _slot.Count)
        {
            _traceParent.Add(null);
        }

        _traceParent.Add(traceParent);
    }

    public async Task Append(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        Command.Connection = connection;
        await Command.PrepareAsync(cancellationToken);
        await using var reader = await Command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            _appended.Add((reader.GetInt64(0), new Instant(reader.GetInt64(1))));
        }
    }

    /// <summary>Shows every record, in order, as it stands in the log now, then tells the callers.</summary>
    public void Succeed(Action<int, LogRecord> appended)
    {
        var answers = new ImmutableArray<LogPosition>[_requests.Count];
        for (var i = 0; i < _requests.Count; i++)
        {
            var records = _requests[i].Records;
            var positions = ImmutableArray.CreateBuilder<LogPosition>(records.Count);
            foreach (var record in records)
            {
                var (before, at) = _appended[_slots[record.Partition] - 1];
                var offset = before + ++_seen[record.Partition];
                positions.Add(new(record.Partition, offset));
                appended(record.Partition, new(offset, at, record.Kind, record.Key, record.Payload, record.Origin, record.TraceParent));
            }

            answers[i] = positions.MoveToImmutable();
        }

        for (var i = 0; i < _requests.Count; i++)
        {
            _requests[i].Done.TrySetResult(answers[i]);
        }
    }

    public void Fail(Exception exception)
    {
        foreach (var request in _requests)
        {
            request.Done.TrySetException(new LogUnavailableException("The log did not take the records, or nobody knows whether it did. Retry.", exception));
        }
    }

    public void Clear()
    {
        _requests.Clear();
        _appended.Clear();
        Array.Clear(_counts);
        Array.Clear(_slots);
        Array.Clear(_seen);
        foreach (var column in Columns)
        {
            column.Clear();
        }

        Command.Connection = null;
        (Records, Bytes) = (0, 0);
    }
}
