using Crm.Crash.Tests.Servers;
using Crm.TestSupport.Stores;

namespace Crm.Crash.Tests.Load;

/// <summary>A store on the wall clock: several senders at once, each with customers of its own, while time passes by itself.</summary>
internal sealed class Till(Installation installation, TestStore store, Random random)
{
    private const int Senders = 3;
    private const int CustomersEach = 20;

    private readonly List<Script> _scripts = [];

    public Client Client { get; } = new(installation, store);

    public IEnumerable<string> MessageIds => _scripts.SelectMany(static script => script.MessageIds);

    public async Task Run(CancellationToken stop, CancellationToken cancellationToken)
    {
        foreach (var step in Definitions.OfTill(installation.Receiver.Url))
        {
            await Client.Do(step, cancellationToken);
        }

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Send(sender, random.Next(), stop, cancellationToken)).ToArray());
    }

    private async Task Send(int sender, int seed, CancellationToken stop, CancellationToken cancellationToken)
    {
        var own = new Random(seed);
        var script = new Script($"{store.Name}-{sender}", own, static () => DateTimeOffset.UtcNow, CustomersEach, visits: true);
        _scripts.Add(script);
        while (!stop.IsCancellationRequested)
        {
            await Client.Do(script.NextEvents(), cancellationToken);
            if (own.Next(10) == 0)
            {
                await Client.Do(script.NextTags(), cancellationToken);
            }

            await Task.Delay(own.Next(150, 400), cancellationToken);
        }
    }
}
