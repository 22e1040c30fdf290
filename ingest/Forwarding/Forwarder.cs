using System.Threading.Channels;
using Crm.Ingest.Commits;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;

namespace Crm.Ingest.Forwarding;

/// <summary>
/// Appends a partition's forwarding rows to their homes, in order, once the commit that has them is durable. Where an append fails or its
/// outcome is unknown it is repeated from its first row on, as the next owner repeats what this one leaves: the home drops what it has.
/// </summary>
internal sealed class Forwarder(int partition, PumpServices services)
{
    private const int AtOnce = 500;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // Not bounded itself: the pump waits for room before it reads on.
    private readonly Channel<ForwardRow> _rows = Channel.CreateUnbounded<ForwardRow>(new() { SingleReader = true });
    private readonly Lock _lock = new();
    private readonly Dictionary<int, long> _appended = []; // by target, through which number; until a commit takes it
    private readonly Signal _changed = new();
    private int _waiting; // rows handed over and not appended yet

    /// <summary>Completes at the next append.</summary>
    public Task Changed => _changed.Next;

    /// <summary>Whether rows can go.</summary>
    public bool HasAppended
    {
        get
        {
            lock (_lock)
            {
                return _appended.Count > 0;
            }
        }
    }

    /// <summary>Takes rows that are durable, of each target in the order of their numbers.</summary>
    public void Add(IReadOnlyList<ForwardRow> rows)
    {
        Interlocked.Add(ref _waiting, rows.Count);
        foreach (var row in rows)
        {
            _rows.Writer.TryWrite(row);
        }
    }

    /// <summary>Hands over which rows can go, with the commit that removes them.</summary>
    public void TakeAppended(List<(int Target, long Through)> into)
    {
        lock (_lock)
        {
            foreach (var (target, through) in _appended)
            {
                into.Add((target, through));
            }

            _appended.Clear();
        }
    }

    /// <summary>Returns when fewer rows wait than one group may have: what is durable and not appended must not grow without end.</summary>
    public async ValueTask Room(CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = Changed;
            if (Volatile.Read(ref _waiting) < services.Options.GroupRecords)
            {
                return;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Appends until cancelled; what it leaves is in the table.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        var rows = new List<ForwardRow>();
        while (await _rows.Reader.WaitToReadAsync(cancellationToken))
        {
            rows.Clear();
            while (rows.Count < AtOnce && _rows.Reader.TryRead(out var row))
            {
                rows.Add(row);
            }

            await Append(rows.ConvertAll(row => new LogAppend(row.Target, RecordKind.Event, row.Key, row.Payload, new(partition, row.Number, row.AppendedAt), row.TraceParent)), cancellationToken);
            Finish(rows);
        }
    }

    private async Task Append(List<LogAppend> records, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await services.Log.Append(records, cancellationToken);
                return;
            }
#pragma warning disable CA1031 // The rows are durable and nobody else appends them: whatever went wrong, they are tried again.
            catch (Exception thrown) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                services.Logger.ForwardFailed(partition, records.Count, pause.TotalMilliseconds, thrown);
                await Task.Delay(pause, services.Time, cancellationToken);
            }
        }
    }

    private void Finish(List<ForwardRow> rows)
    {
        Interlocked.Add(ref _waiting, -rows.Count);
        lock (_lock)
        {
            foreach (var row in rows)
            {
                _appended[row.Target] = row.Number;
            }
        }

        _changed.Raise();
    }
}
