using Crm.Crash.Tests.Servers;
using Crm.TestSupport.Stores;

namespace Crm.Crash.Tests.Load;

/// <summary>A store on the log clock: one sender, one thing after the other, so that it is known what an undisturbed run comes to.</summary>
internal sealed class Shop(Installation installation, TestStore store, Random random)
{
    public const int Customers = 150;

    private const int Least = 130; // batches: all that is told in mid-stream is

    private DateTimeOffset _now = new(2017, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Client Client { get; } = new(installation, store);

    public Undisturbed Undisturbed { get; } = new(store.Name);

    public IReadOnlyCollection<string> MessageIds { get; private set; } = [];

    public int Events { get; private set; }

    /// <summary>Until it is told to stop, and then to the end: what waits for time gets it.</summary>
    public async Task Run(CancellationToken stop, CancellationToken cancellationToken)
    {
        var script = new Script(store.Name, random, () => _now = _now.AddSeconds(random.Next(600)), Customers);
        MessageIds = script.MessageIds;
        foreach (var step in Definitions.OfShop(installation.Receiver.Url))
        {
            await Do(step, cancellationToken);
        }

        for (var batch = 0; batch < Least || !stop.IsCancellationRequested; batch++)
        {
            foreach (var step in Definitions.OfShopBefore(batch, installation.Receiver.Url))
            {
                await Do(step, cancellationToken);
            }

            var events = script.NextEvents();
            Events += events.All.Count;
            await Do(events, cancellationToken);
            if (batch % 10 == 9)
            {
                await Do(script.NextTags(), cancellationToken);
            }

            if (batch % 25 == 24)
            {
                await Do(new Step.Clock(_now = _now.AddHours(random.Next(1, 72))), cancellationToken);
            }

            await Task.Delay(random.Next(40), cancellationToken);
        }

        await Do(new Step.Clock(_now.AddDays(40)), cancellationToken);
    }

    private async Task Do(Step step, CancellationToken cancellationToken)
    {
        if (step is Step.Cut cut)
        {
            await Versions.Cut(installation, store.Name, cut.FirstRecencyDays, cancellationToken);
        }

        await Client.Do(step, cancellationToken);
        Undisturbed.Add(step, step is Step.Define or Step.Cut ? await Versions.Live(installation, store.Name, cancellationToken) : 0);
    }
}
