using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Crm.Ingest.Bridge;
using Crm.Ingest.Kafka;
using Microsoft.Extensions.Options;

namespace Crm.Ingest.Privacy;

/// <summary>The topics in which events of a person may stand, and how long they keep what they have.</summary>
internal sealed class KafkaKeepers(KafkaClients clients, KafkaOptions log, IOptions<BridgeOptions> bridge) : IKeepers
{
    private const string Retention = "retention.ms";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyList<Keeper>> Kept()
    {
        var kept = new List<Keeper> { new($"topic {log.Topic}", "events that producers wrote to it themselves, which are not sealed", await For(log.Topic)) };
        if (log.DeadLetterTopic.Length > 0)
        {
            kept.Add(new($"topic {log.DeadLetterTopic}", "copies of refused records", await For(log.DeadLetterTopic)));
        }

        foreach (var topic in bridge.Value.Topics)
        {
            kept.Add(new($"topic {topic.Topic}", "events as their owner wrote them", await For(topic.Topic)));
        }

        return kept;
    }

    private async Task<TimeSpan?> For(string topic)
    {
        try
        {
            using var admin = clients.Admin(); // asked for hardly ever
            var described = await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = topic }], new() { RequestTimeout = Patience });
            return described.Single().Entries.TryGetValue(Retention, out var entry) && long.TryParse(entry.Value, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds >= 0
                ? TimeSpan.FromMilliseconds(milliseconds)
                : null;
        }
        catch (KafkaException)
        {
            return null; // not to be seen, or silent: the receipt says that it cannot tell
        }
    }
}
