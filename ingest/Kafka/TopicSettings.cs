using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Crm.Ingest.Kafka;

/// <summary>What a topic must be set to so that it can be the log.</summary>
internal sealed class TopicSettings(KafkaOptions options, ILogger logger)
{
    private const string TimestampType = "message.timestamp.type";
    private const string LogAppendTime = "LogAppendTime";

    public static Dictionary<string, string> Wanted(KafkaOptions options, int copies) => new()
    {
        [TimestampType] = LogAppendTime,
        ["cleanup.policy"] = "delete",
        ["retention.ms"] = ((long)options.Retention.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
        ["retention.bytes"] = "-1",
        ["min.insync.replicas"] = Math.Max(copies - 1, 1).ToString(CultureInfo.InvariantCulture),
    };

    /// <exception cref="TopicException">A setting makes the topic useless as the log.</exception>
    public async Task Check(IAdminClient admin, TopicDescription topic)
    {
        Dictionary<string, ConfigEntryResult> found;
        try
        {
            var described = await admin.DescribeConfigsAsync(
                [new ConfigResource { Type = ResourceType.Topic, Name = options.Topic }], new() { RequestTimeout = TimeSpan.FromSeconds(5) });
            found = described.Single().Entries;
        }
        catch (KafkaException refused)
        {
            logger.TopicTrouble(
                options.Topic,
                $"its settings cannot be seen ({refused.Message}). They must be {TimestampType}={LogAppendTime}, cleanup.policy=delete and retention.ms of {(long)options.Retention.TotalMilliseconds} or more: with another time stamp producers move a store's time");
            return;
        }

        Must(found, TimestampType, static value => value == LogAppendTime, LogAppendTime, "producers would move a store's time by the time stamps that they send");
        Must(found, "cleanup.policy", static value => value == "delete", "delete", "compaction removes records that were not read yet");
        Warn(found, topic);
    }

    private void Must(Dictionary<string, ConfigEntryResult> found, string name, Predicate<string> holds, string wanted, string why)
    {
        if (found.TryGetValue(name, out var entry) && !holds(entry.Value))
        {
            throw new TopicException(
                $"The topic {options.Topic} has {name}={entry.Value}: {why}. Set it by\n  kafka-configs.sh --bootstrap-server {options.Brokers} --alter --topic {options.Topic} --add-config {name}={wanted}");
        }
    }

    private void Warn(Dictionary<string, ConfigEntryResult> found, TopicDescription topic)
    {
        var retention = Number(found, "retention.ms");
        if (retention is >= 0 && retention < options.Retention.TotalMilliseconds)
        {
            logger.TopicTrouble(options.Topic, $"retention.ms is {retention}, less than Crm:Kafka:Retention: a process that is down for longer cannot go on");
        }

        if (Number(found, "retention.bytes") is >= 0 and var bytes)
        {
            logger.TopicTrouble(options.Topic, $"retention.bytes is {bytes}: under load records can go before they were read");
        }

        var copies = topic.Partitions.Min(static partition => partition.Replicas.Count);
        if (copies > 1 && Number(found, "min.insync.replicas") is < 2)
        {
            logger.TopicTrouble(options.Topic, $"min.insync.replicas is 1 with {copies} copies: an acknowledged record can be lost with its broker");
        }
    }

    private static long? Number(Dictionary<string, ConfigEntryResult> found, string name) =>
        found.TryGetValue(name, out var entry) && long.TryParse(entry.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
