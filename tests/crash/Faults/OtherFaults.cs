using Crm.Crash.Tests.Servers;

namespace Crm.Crash.Tests.Faults;

/// <summary>What happens to brokers and receivers.</summary>
internal sealed class OtherFaults(Installation installation, Random random)
{
    private static readonly TimeSpan TooLate = TimeSpan.FromSeconds(4); // the silos wait for 1 s, and on a busy machine notice late that it is over

    public IEnumerable<Fault> All =>
    [
        new("receiver of webhooks gone", CloseReceiver),
        .. installation.Kafka is null ? (IEnumerable<Fault>)[] : [new("brokers gone", StopBrokers)],
    ];

    /// <summary>Whatever else happens: a tenth of the webhooks is answered badly, and of every twentieth the answer comes too late or never.</summary>
    public void Unsettle()
    {
        var own = new Random(random.Next());
        installation.Receiver.Answers = _ => own.Next(20) switch { 0 => null, 1 => 500, 2 => 503, _ => 200 };
        installation.Receiver.Late = () => own.Next(2) == 0 ? TooLate : Timeout.InfiniteTimeSpan;
    }

    private async Task CloseReceiver()
    {
        await installation.Receiver.Close();
        await Task.Delay(random.Next(500, 2_000));
        installation.Receiver.Open();
    }

    private async Task StopBrokers()
    {
        installation.Kafka!.Down();
        await Task.Delay(random.Next(500, 4_000));
        installation.Kafka.Up();
    }
}
