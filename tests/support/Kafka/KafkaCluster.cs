using System.Runtime.InteropServices;

namespace Crm.TestSupport.Kafka;

/// <summary>
/// Kafka brokers over TCP: the mock cluster that librdkafka brings for its own tests. It speaks the protocol for producing, fetching,
/// groups and transactions; it has no CreateTopics and no DescribeConfigs, keeps the producers' time stamps, shows records of
/// transactions that were aborted, and keeps the newest 5 MB or so of a partition: who appends more must wait for the readers.
/// </summary>
public sealed class KafkaCluster : IDisposable
{
    private const int Producer = 0;
    private const int AllBrokers = -1;
    private const int ErrorBytes = 512;

    private readonly nint _client;
    private readonly nint _cluster;

    public unsafe KafkaCluster(int brokers = 1)
    {
        var error = stackalloc byte[ErrorBytes];
        var configuration = MockApi.Configuration();
        _ = MockApi.Set(configuration, "log_level", "0", error, ErrorBytes); // it has no brokers of its own, and would say so
        _client = MockApi.New(Producer, configuration, error, ErrorBytes);
        if (_client == 0)
        {
            throw new InvalidOperationException(Marshal.PtrToStringUTF8((nint)error));
        }

        _cluster = MockApi.ClusterNew(_client, brokers);
        MockApi.SetController(_cluster, 1);
        MockApi.InitialRebalanceDelay(_cluster, 100);
    }

    /// <summary>As CRM_KAFKA takes it.</summary>
    public string Brokers => Marshal.PtrToStringUTF8(MockApi.Bootstraps(_cluster))!;

    public void CreateTopic(string name, int partitions) => Check(MockApi.TopicCreate(_cluster, name, partitions, 1));

    public void DeleteTopic(string name) => Check(MockApi.TopicDelete(_cluster, name));

    /// <summary>What retention does: records before the offset go.</summary>
    public void DeleteRecords(string topic, int partition, long before) => Check(MockApi.DeleteRecords(_cluster, topic, partition, before));

    /// <summary>Every connection breaks and none can be made.</summary>
    public void Down() => Check(MockApi.SetDown(_cluster, AllBrokers));

    public void Up() => Check(MockApi.SetUp(_cluster, AllBrokers));

    public void Dispose()
    {
        MockApi.ClusterDestroy(_cluster);
        MockApi.Destroy(_client);
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new InvalidOperationException($"The mock cluster answered with error {error}.");
        }
    }
}
