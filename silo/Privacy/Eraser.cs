using Crm.Core.Time;
using Crm.Ingest.Privacy;
using Crm.Postgres.Privacy;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Privacy;

/// <summary>Goes on with the erasures that are under way, those of processes that are gone included.</summary>
internal sealed class Eraser(Erasures erasures, ErasureRows rows, ErasureSteps steps, IOptions<PrivacyOptions> options, TimeProvider time, ILogger<Eraser> logger)
    : BackgroundService
{
    private const int AtOnce = 100;

    /// <summary>After which another process takes it that this one has begun with: every step may be done twice.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ErasurePoll, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await rows.Untell(Instant.From(time.GetUtcNow() - options.Value.TellFor), stoppingToken);
                for (var i = 0; i < AtOnce && await erasures.Take(Lease, stoppingToken) is { } erasure; i++)
                {
                    await Advance(erasure, stoppingToken);
                }
            }
#pragma warning disable CA1031 // Whatever it is, the erasure is tried again where it stands.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.ErasureFailed(exception);
            }
        }
    }

    private async Task Advance(Erasure erasure, CancellationToken cancellationToken)
    {
        try
        {
            while (await steps.Next(erasure, cancellationToken))
            {
                erasure = await erasures.Find(erasure.Store, erasure.Id, cancellationToken) ?? erasure;
            }
        }
        finally
        {
            await erasures.Leave(erasure.Id, options.Value.ErasurePoll, CancellationToken.None);
        }
    }
}
