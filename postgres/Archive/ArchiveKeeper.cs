using Crm.Core.Time;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Crm.Postgres.Archive;

/// <summary>Makes the archive's tables of this month and the next two, and drops those past the retention, every six hours.</summary>
internal sealed class ArchiveKeeper(ArchiveMonths months, TimeProvider time, IOptions<PostgresOptions> options, ILogger<ArchiveKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await Keep(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                logger.ArchiveUnkept(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Keep(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await months.Ensure(Instant.From(now), Instant.From(now.AddMonths(2)), cancellationToken);
        foreach (var table in await months.DropBefore(Instant.From(now.AddMonths(-options.Value.ArchiveMonths)), cancellationToken))
        {
            logger.ArchiveDropped(table);
        }
    }
}
