using System.Text.RegularExpressions;
using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace Crm.Ingest.Kafka;

/// <summary>By hand, for what people set are names of the configuration, and the generated validator would name properties.</summary>
internal sealed partial class KafkaOptionsValidator : IValidateOptions<KafkaOptions>
{
    /// <summary>On these rest order, durability and positions.</summary>
    private static readonly string[] Ours =
    [
        "bootstrap.servers", "metadata.broker.list", "enable.idempotence", "enable.gapless.guarantee", "acks", "request.required.acks", "isolation.level", "auto.offset.reset",
        "enable.auto.commit", "enable.auto.offset.store", "enable.partition.eof", "group.id", "group.protocol", "group.instance.id", "group.remote.assignor",
        "partition.assignment.strategy", "transactional.id", "message.timeout.ms", "delivery.timeout.ms", "max.in.flight", "max.in.flight.requests.per.connection",
        "allow.auto.create.topics",
    ];

    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        Check(result, options.Brokers.Split(',').All(static broker => BrokerForm().IsMatch(broker.Trim())), "CRM_KAFKA must be host:port,host:port…");
        Check(result, TopicForm().IsMatch(options.Topic), "Crm:Kafka:Topic must be 1 to 249 of letters, digits, '.', '_' and '-'.");
        Check(result, options.DeadLetterTopic.Length == 0 || TopicForm().IsMatch(options.DeadLetterTopic), "Crm:Kafka:DeadLetterTopic must be 1 to 249 of letters, digits, '.', '_' and '-', or empty.");
        Check(result, options.Group.Length is > 0 and <= 249, "Crm:Kafka:Group must have 1 to 249 characters.");
        Check(result, options.Store is null || !options.Store.Contains('/', StringComparison.Ordinal), "Crm:Kafka:Store must be the name of a store.");
        Range(result, "CRM_PARTITIONS", options.Partitions, 1, 1024);
        Range(result, "Crm:Kafka:Replication", options.Replication, 0, 32);
        Range(result, "Crm:Kafka:ReadAheadBytes", options.ReadAheadBytes, 1024 * 1024, 4L * 1024 * 1024 * 1024);
        Range(result, "Crm:Kafka:Retention", options.Retention, TimeSpan.FromHours(1), TimeSpan.FromDays(3653));
        Range(result, "Crm:Kafka:AppendTimeout", options.AppendTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Range(result, "Crm:Kafka:StartTimeout", options.StartTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Range(result, "Crm:Kafka:FetchWait", options.FetchWait, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30));
        Range(result, "Crm:Kafka:SessionTimeout", options.SessionTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Range(result, "Crm:Kafka:DrainTimeout", options.DrainTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Range(result, "Crm:Kafka:CheckEvery", options.CheckEvery, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        Range(result, "Crm:Kafka:DeadLetterPoll", options.DeadLetterPoll, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        foreach (var setting in options.Client.Keys.Intersect(Ours, StringComparer.OrdinalIgnoreCase))
        {
            result.AddError($"Crm:Kafka:Client:{setting} cannot be set: the log's promises rest on it.");
        }

        CheckClient(result, options.Client);
        return result.Build();
    }

    // The client library knows its settings and how they go together; it names the first that it does not take.
    private static void CheckClient(ValidateOptionsResultBuilder result, Dictionary<string, string> settings)
    {
        try
        {
            new AdminClientBuilder(settings).SetLogHandler(static (_, _) => { }).Build().Dispose();
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException or KafkaException)
        {
            result.AddError($"Crm:Kafka:Client: {refused.Message}");
        }
    }

    private static void Range<T>(ValidateOptionsResultBuilder result, string name, T value, T least, T most)
        where T : IComparable<T> =>
        Check(result, value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0, $"{name} must be from {least} to {most}.");

    private static void Check(ValidateOptionsResultBuilder result, bool holds, string error)
    {
        if (!holds)
        {
            result.AddError(error);
        }
    }

    [GeneratedRegex(@"^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\]):[0-9]{1,5}$")]
    private static partial Regex BrokerForm();

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,249}$")]
    private static partial Regex TopicForm();
}
