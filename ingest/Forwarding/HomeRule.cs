using System.Collections.Immutable;
using Crm.Core.Events;
using Crm.Ingest.Commits;
using Crm.Ingest.Decoding;

namespace Crm.Ingest.Forwarding;

/// <summary>
/// What becomes of an event in the partition where it is read. The one rule for the pump and for the replay of a customer: each starts
/// with the marks as of where it starts to read, and shows it every record of the partition once, in order.
/// </summary>
/// <param name="partition">Where it is read.</param>
/// <param name="partitions">Of the log.</param>
/// <param name="start">Where reading starts.</param>
internal sealed class HomeRule(int partition, int partitions, ReplayStart start)
{
    private readonly PartitionNumbers _marks = new(partitions, start.Marks);

    /// <summary>The number of the last record taken from each source.</summary>
    public ImmutableArray<long> Marks => _marks.Picture;

    /// <returns>The record with its fate; or with trouble, where it can be nothing but a dead letter.</returns>
    public DecodedRecord Judge(in DecodedRecord record)
    {
        if (record.Origin is not { } origin)
        {
            return record.Event is null || record.Home == partition ? record : record with { Fate = Fate.Forward };
        }

        // The mark moves whatever is wrong with the record itself: it had its turn.
        var turn = _marks[origin.Partition] + 1;
        if (origin.Number < turn)
        {
            return record with { Fate = Fate.Repeat };
        }

        if (origin.Number > turn)
        {
            return Misdirected(record, $"Forwarded from partition {origin.Partition} as number {origin.Number} where {turn} was to come.");
        }

        _marks[origin.Partition] = turn;
        return record.Event is null || record.Home == partition
            ? record
            : Misdirected(record, $"Forwarded from partition {origin.Partition} to {partition}, its home is {record.Home}.");
    }

    private static DecodedRecord Misdirected(in DecodedRecord record, string trouble) =>
        record with { Reason = RejectReason.Misdirected, Trouble = trouble };
}
