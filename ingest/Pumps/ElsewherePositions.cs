using Crm.Ingest.Commits;
using Microsoft.Extensions.Hosting;

namespace Crm.Ingest.Pumps;

/// <summary>Asks the database about the partitions that other processes own: who that is, and how far they are durable, so that whoever waits here for a record of theirs hears of it.</summary>
internal sealed class ElsewherePositions(IDurablePositions rows, PumpHealth health, AppliedPositions applied, PumpServices services) : BackgroundService
{
    private readonly long[] _commits = new long[health.Pumps.Count]; // the commit number last seen of each partition

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(services.Options.ElsewherePoll, services.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (health.Joined && health.Pumps.Any(static pump => !pump.Assigned))
            {
                await Poll(stoppingToken);
            }
        }
    }

    private async Task Poll(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (number, owner, durable) in await rows.Read(cancellationToken))
            {
                if (durable.Partition >= _commits.Length)
                {
                    continue;
                }

                health.Pumps[durable.Partition].Owner = owner;
                if (number != _commits[durable.Partition])
                {
                    _commits[durable.Partition] = number;
                    applied.Advance(durable);
                    services.News.CommittedElsewhere();
                }
            }
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            services.Logger.ElsewhereUnread(thrown);
        }
    }
}
