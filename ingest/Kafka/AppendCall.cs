using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Kafka;

/// <summary>One append under way: what was said of its records so far.</summary>
internal sealed class AppendCall(IReadOnlyList<LogAppend> records)
{
    private readonly TaskCompletionSource<ImmutableArray<LogPosition>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LogPosition[] _positions = new LogPosition[records.Count];
    private int _missing = records.Count;

    public IReadOnlyList<LogAppend> Records { get; } = records;

    public Task<ImmutableArray<LogPosition>> Done => _done.Task;

    public void Take(int index, DeliveryReport<byte[], byte[]> report)
    {
        if (report.Error.IsError)
        {
            _done.TrySetException(new LogUnavailableException($"Kafka did not take the records, or nobody knows whether it did: {report.Error.Reason}"));
            return;
        }

        _positions[index] = new(Records[index].Partition, Math.Max(report.Offset.Value, -1));
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            _done.TrySetResult(ImmutableCollectionsMarshal.AsImmutableArray(_positions));
        }
    }
}
