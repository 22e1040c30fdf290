using Confluent.Kafka;
using Crm.Ingest.Commits;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Kafka;

/// <summary>What an error of a read means for whoever reads.</summary>
internal static class ReadErrors
{
    public static Exception Of(Error error, TopicPartition partition) => error.Code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange
        ? new LogMismatchException(
            $"Partition {partition.Partition.Value} of {partition.Topic} does not hold the next record that is needed: the topic's retention has passed it, or the topic was made anew. "
            + "Nothing is skipped. Bring the topic back from where it is mirrored, or start with an empty database.")
        : new LogUnavailableException($"Partition {partition.Partition.Value} of {partition.Topic} cannot be read: {error.Reason}");
}
