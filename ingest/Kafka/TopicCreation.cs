using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Crm.Ingest.Kafka;

/// <summary>Makes topics, or says how they are to be made.</summary>
internal sealed class TopicCreation(IAdminClient admin, KafkaOptions options, ILogger logger)
{
    private static readonly CreateTopicsOptions Asking = new() { RequestTimeout = TimeSpan.FromSeconds(5) };

    /// <exception cref="TopicException">The broker does not let this process make it.</exception>
    public async Task MakeLog(int brokers)
    {
        var copies = Copies(brokers);
        var settings = TopicSettings.Wanted(options, copies);
        try
        {
            await admin.CreateTopicsAsync(
                [new TopicSpecification { Name = options.Topic, NumPartitions = options.Partitions, ReplicationFactor = (short)copies, Configs = settings }], Asking);
            logger.TopicMade(options.Topic, options.Partitions, copies, string.Join(", ", settings.Select(static pair => $"{pair.Key}={pair.Value}")));
        }
        catch (CreateTopicsException refused) when (refused.Results is [{ Error.Code: ErrorCode.TopicAlreadyExists }])
        {
            // Another process made it at the same time.
        }
        catch (KafkaException refused) when (refused is CreateTopicsException || refused.Error.Code == ErrorCode.Local_UnsupportedFeature)
        {
            throw new TopicException(
                $"There is no topic {options.Topic}, and the broker does not let this process make it ({refused.Message}). Make it by\n  kafka-topics.sh --bootstrap-server {options.Brokers} --create --topic {options.Topic} "
                + $"--partitions {options.Partitions} --replication-factor {copies} {string.Join(' ', settings.Select(static pair => $"--config {pair.Key}={pair.Value}"))}", refused);
        }
    }

    /// <summary>Without it nothing is lost: dead letters are in the database.</summary>
    public async Task MakeDeadLetters(int brokers)
    {
        try
        {
            await admin.CreateTopicsAsync(
                [new TopicSpecification { Name = options.DeadLetterTopic, NumPartitions = options.Partitions, ReplicationFactor = (short)Copies(brokers) }], Asking);
        }
        catch (KafkaException refused)
        {
            logger.TopicTrouble(options.DeadLetterTopic, $"it is not there and this process may not make it ({refused.Message}): dead letters are in the database only, until it is");
        }
    }

    private int Copies(int brokers) => options.Replication > 0 ? options.Replication : Math.Clamp(brokers, 1, 3);
}
