using Confluent.Kafka;
using Crm.Ingest.Pumps;
using Microsoft.Extensions.Logging;

namespace Crm.Ingest.Kafka;

/// <summary>
/// Shares the partitions with other processes by a consumer group. Only membership is used: its consumer is paused wherever it is
/// assigned, and no offset is ever committed; where pumps go on is said by the partition rows alone.
/// </summary>
internal sealed class KafkaMembership(KafkaClients clients, KafkaOptions options, TimeProvider time, ILogger<KafkaMembership> logger)
    : IPartitionAssignment
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private bool _assigned; // something, and it is not paused yet

    public Task Run(IPumps pumps, CancellationToken stopping) =>
        Task.Factory.StartNew(() => Keep(pumps, stopping), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private async Task Keep(IPumps pumps, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Join(pumps, stopping);
            }
            catch (KafkaException failed)
            {
                logger.MembershipFailed(failed);
                _ = pumps.Lose(Enumerable.Range(0, pumps.Partitions));
                await Task.Delay(options.SessionTimeout / 4, time, stopping);
            }
        }
    }

    // The calls of the client block, so this has a thread of its own. Rebalances are told within them.
    private void Join(IPumps pumps, CancellationToken stopping)
    {
        using var member = clients.Member()
            .SetPartitionsAssignedHandler((_, assigned) => Assigned(pumps, assigned))
            .SetPartitionsRevokedHandler((_, revoked) => Revoked(pumps, revoked))
            .SetPartitionsLostHandler((_, lost) => Lost(pumps, lost))
            .Build();
        member.Subscribe(options.Topic);
        while (!stopping.IsCancellationRequested)
        {
            member.Consume(Step);
            if (_assigned)
            {
                _assigned = false;
                member.Pause(member.Assignment);
            }
        }

        member.Close(); // leaves the group, which revokes what it holds: others need not wait until it is missed
    }

    private IEnumerable<TopicPartitionOffset> Assigned(IPumps pumps, List<TopicPartition> assigned)
    {
        _assigned = true;
        var ours = Numbers(assigned);
        logger.PartitionsAssigned(string.Join(',', ours));
        pumps.Assign(ours.Where(partition => partition < pumps.Partitions));
        return assigned.Select(static partition => new TopicPartitionOffset(partition, Offset.End));
    }

    // The group waits for the answer: until then nobody else is given them.
    private void Revoked(IPumps pumps, List<TopicPartitionOffset> revoked)
    {
        var gone = Numbers(revoked.Select(static partition => partition.TopicPartition));
        logger.PartitionsRevoked(string.Join(',', gone));
        Drain(pumps, gone.Where(partition => partition < pumps.Partitions)).GetAwaiter().GetResult();
    }

    // Somebody may own them already: nothing to wait for.
    private void Lost(IPumps pumps, List<TopicPartitionOffset> lost)
    {
        var gone = Numbers(lost.Select(static partition => partition.TopicPartition));
        logger.PartitionsLost(string.Join(',', gone));
        _ = pumps.Lose(gone.Where(partition => partition < pumps.Partitions));
    }

    private async Task Drain(IPumps pumps, IEnumerable<int> partitions)
    {
        var gone = partitions.ToArray();
        try
        {
            await pumps.Revoke(gone).WaitAsync(options.DrainTimeout, time);
        }
        catch (TimeoutException)
        {
            logger.DrainTimedOut(string.Join(',', gone));
        }
    }

    private static int[] Numbers(IEnumerable<TopicPartition> partitions) => [.. partitions.Select(static partition => partition.Partition.Value).Order()];
}
