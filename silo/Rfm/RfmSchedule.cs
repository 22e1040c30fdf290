using Crm.Core.Time;
using Crm.Postgres.Rfm;
using Crm.Postgres.Stores;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Rfm;

/// <summary>
/// Refreshes the stores that ask for it from time to time, each by its own clock. One process at a time does it, for as long as it lives: it alone
/// knows of the refreshes that changed nothing.
/// </summary>
internal sealed class RfmSchedule(
    RfmRefresher refresher, StoreRepository stores, RfmTurns turns, IOptions<RfmOptions> options, TimeProvider time, ILogger<RfmSchedule> logger) : BackgroundService
{
    private readonly Dictionary<string, Instant> _looked = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Period, time);
        RfmTurns.Turn? turn = null;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                turn = await Look(turn, stoppingToken);
            }
        }
        finally
        {
            await (turn?.DisposeAsync() ?? default);
        }
    }

    /// <returns>The turn, as long as it is this process's.</returns>
    private async Task<RfmTurns.Turn?> Look(RfmTurns.Turn? turn, CancellationToken cancellationToken)
    {
        try
        {
            if (turn is null || !await turn.IsHeld(cancellationToken))
            {
                await (turn?.DisposeAsync() ?? default);
                turn = null;
                turn = await turns.TryTake(cancellationToken);
            }

            foreach (var store in turn is null ? [] : await stores.All(cancellationToken))
            {
                await RefreshIfDue(store.Name, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.RefreshFailed(exception);
        }

        return turn;
    }

    private async Task RefreshIfDue(string store, CancellationToken cancellationToken)
    {
        var rfm = (await refresher.Current(store, cancellationToken)).Rfm;
        if (rfm.Plan.Every is not { } every)
        {
            return;
        }

        var now = await refresher.Now(store, cancellationToken);
        var last = Instant.Later(rfm.AsOf ?? Instant.Min, _looked.GetValueOrDefault(store));
        if (now - last >= every.TotalMilliseconds)
        {
            await refresher.Refresh(store, cancellationToken);
            _looked[store] = now;
        }
    }
}
