using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Crm.Ingest.Commits;
using Microsoft.Extensions.Logging;

namespace Crm.Ingest.Kafka;

/// <summary>The log's topic: made where it is missing, checked before it is used, and looked after while it is.</summary>
internal sealed class KafkaTopic(KafkaClients clients, KafkaOptions options, ILogger<KafkaTopic> logger) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5); // for one answer
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Lazy<IAdminClient> _admin = new(clients.Admin);

    private static DescribeTopicsOptions Describing => new() { RequestTimeout = Patience };

    /// <summary>Makes the topic if there is none, and checks it.</summary>
    /// <returns>The log's generation.</returns>
    /// <exception cref="TopicException">It cannot serve as the log; the message says what to do.</exception>
    public async Task<string> Open(TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await Open();
            }
            catch (KafkaException silent) when (silent is not (CreateTopicsException or DescribeTopicsException))
            {
                if (time.GetElapsedTime(started) > options.StartTimeout)
                {
                    throw new TopicException($"Kafka ({options.Brokers}) did not answer within {options.StartTimeout}: {silent.Error.Reason}", silent);
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Whether the topic is still the one that was opened; on a silent broker nothing is said.</summary>
    /// <exception cref="LogMismatchException">It is not.</exception>
    public async Task Check(string generation)
    {
        var cluster = await DescribeCluster();
        var found = await Find(options.Topic);
        var trouble = found is null ? "it was deleted"
            : Generation(cluster, found) != generation ? "it was deleted and made anew, or this is another cluster"
            : found.Partitions.Count != options.Partitions ? $"it has {found.Partitions.Count} partitions now, not {options.Partitions}: customers would have another home"
            : null;
        if (trouble is not null)
        {
            throw new LogMismatchException($"The topic {options.Topic} is not the log any more: {trouble}. Bring it back as it was, or start with an empty database and a new topic.");
        }
    }

    public void Dispose()
    {
        if (_admin.IsValueCreated)
        {
            _admin.Value.Dispose();
        }
    }

    private async Task<string> Open()
    {
        var cluster = await DescribeCluster();
        var found = await Find(options.Topic) ?? await Make(cluster);
        if (found.Partitions.Count != options.Partitions)
        {
            throw new TopicException(
                $"The topic {options.Topic} has {found.Partitions.Count} partitions and this process is set to {options.Partitions}. The number is fixed for a log's life: set CRM_PARTITIONS to {found.Partitions.Count}.");
        }

        await new TopicSettings(options, logger).Check(_admin.Value, found);
        if (options.DeadLetterTopic.Length > 0 && await Find(options.DeadLetterTopic) is null)
        {
            await new TopicCreation(_admin.Value, options, logger).MakeDeadLetters(cluster.Nodes.Count);
        }

        return Generation(cluster, found);
    }

    private Task<DescribeClusterResult> DescribeCluster() => _admin.Value.DescribeClusterAsync(new() { RequestTimeout = Patience });

    private async Task<TopicDescription?> Find(string topic)
    {
        try
        {
            var found = await _admin.Value.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]), Describing);
            return found.TopicDescriptions.Single();
        }
        catch (DescribeTopicsException refused) when (refused.Results.TopicDescriptions is [{ Error.Code: ErrorCode.UnknownTopicOrPart }])
        {
            return null;
        }
        catch (DescribeTopicsException refused)
        {
            throw new TopicException($"The topic {topic} cannot be looked at: {refused.Message}", refused);
        }
    }

    private async Task<TopicDescription> Make(DescribeClusterResult cluster)
    {
        await new TopicCreation(_admin.Value, options, logger).MakeLog(cluster.Nodes.Count);
        return await Find(options.Topic) ?? throw new KafkaException(ErrorCode.UnknownTopicOrPart); // not everywhere yet: asked again
    }

    /// <summary>By the ids of cluster and topic; a broker before 2.8 has no topic ids, then a topic made anew is known by its offsets only.</summary>
    private static string Generation(DescribeClusterResult cluster, TopicDescription topic)
    {
        var hasId = topic.TopicId.MostSignificantBits.Value != 0 || topic.TopicId.LeastSignificantBits.Value != 0;
        return $"kafka/{cluster.ClusterId ?? "-"}/{(hasId ? topic.TopicId.ToString() : topic.Name)}";
    }
}

/// <summary>The topic cannot serve as the log. No retry helps before somebody has done what the message says.</summary>
public sealed class TopicException : Exception
{
    public TopicException() { }

    public TopicException(string message) : base(message) { }

    public TopicException(string message, Exception inner) : base(message, inner) { }
}
