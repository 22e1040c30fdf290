using Crm.Core.Time;

namespace Crm.Ingest.DeadLetters;

/// <summary>Dead letters that are durable and still to be published, and how far they were.</summary>
public interface IDeadLetterOutbox
{
    /// <summary>Of these partitions, after what was published, by (partition, offset).</summary>
    Task<IReadOnlyList<DurableDeadLetter>> Next(string topic, IReadOnlyList<int> partitions, int limit, CancellationToken cancellationToken);

    /// <summary>Everything of the partition through this offset is in the topic. Never goes back.</summary>
    Task Published(string topic, int partition, long through, CancellationToken cancellationToken);
}

/// <param name="Reason">A name of <see cref="Core.Events.RejectReason"/>; null where applying it threw.</param>
public sealed record DurableDeadLetter(int Partition, long Offset, string Key, Instant AppendedAt, string? Reason, string Detail, ReadOnlyMemory<byte> Payload);
