using Microsoft.Extensions.Logging;

namespace Crm.Ingest.Kafka;

internal static partial class Log
{
    [LoggerMessage(401, LogLevel.Debug, "Kafka client: {Facility}: {Message}")]
    public static partial void ClientSaid(this ILogger logger, string facility, string message);

    [LoggerMessage(402, LogLevel.Warning, "Kafka client: {Reason}")]
    public static partial void ClientTrouble(this ILogger logger, string reason);

    [LoggerMessage(403, LogLevel.Information, "Made the topic {Topic}: {Partitions} partitions, {Copies} copies, {Settings}")]
    public static partial void TopicMade(this ILogger logger, string topic, int partitions, int copies, string settings);

    [LoggerMessage(404, LogLevel.Warning, "Topic {Topic}: {Trouble}")]
    public static partial void TopicTrouble(this ILogger logger, string topic, string trouble);

    [LoggerMessage(405, LogLevel.Critical, "The topic {Topic} is not the log any more: {Trouble}")]
    public static partial void TopicGone(this ILogger logger, string topic, string trouble);

    [LoggerMessage(406, LogLevel.Warning, "Looking after the topic {Topic} failed; it is tried again")]
    public static partial void TopicUnseen(this ILogger logger, string topic, Exception thrown);

    [LoggerMessage(407, LogLevel.Warning, "The producer failed for good ({Reason}) and is made anew; appends under way are told that it is not known whether they were appended")]
    public static partial void ProducerRenewed(this ILogger logger, string reason);

    [LoggerMessage(408, LogLevel.Information, "Partitions {Partitions} are this process's now")]
    public static partial void PartitionsAssigned(this ILogger logger, string partitions);

    [LoggerMessage(409, LogLevel.Information, "Partitions {Partitions} go to another member")]
    public static partial void PartitionsRevoked(this ILogger logger, string partitions);

    [LoggerMessage(410, LogLevel.Warning, "Lost partitions {Partitions}: the group has given them away, or may have")]
    public static partial void PartitionsLost(this ILogger logger, string partitions);

    [LoggerMessage(411, LogLevel.Error, "Membership in the group failed; it is joined again")]
    public static partial void MembershipFailed(this ILogger logger, Exception thrown);

    [LoggerMessage(412, LogLevel.Warning, "Partitions {Partitions} were not brought to an end in time; whoever takes them over fences what is still under way")]
    public static partial void DrainTimedOut(this ILogger logger, string partitions);

    [LoggerMessage(413, LogLevel.Warning, "Dead letters were not copied to the topic {Topic}; they are in the database, and it is tried again in {Pause}")]
    public static partial void DeadLettersUnpublished(this ILogger logger, string topic, TimeSpan pause, Exception thrown);

    [LoggerMessage(414, LogLevel.Information, "Bridging {Topics} into the log")]
    public static partial void Bridging(this ILogger logger, string topics);

    [LoggerMessage(415, LogLevel.Warning, "The bridge stopped; it goes on in {Pause} from what was committed")]
    public static partial void BridgeStopped(this ILogger logger, TimeSpan pause, Exception thrown);
}
