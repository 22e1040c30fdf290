using System.Data.Common;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Crm.Postgres.Segments;
using Crm.Silo.Engine;

namespace Crm.Silo.Health;

/// <summary>Whether this process can do its work.</summary>
internal sealed class Readiness(DefinitionProgress database, ILog log, PumpHealth pumps, ICluster cluster)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <returns>What is missing, for people; empty where nothing is. It names no host and no error text: anybody may ask.</returns>
    public async Task<IReadOnlyList<string>> Missing(CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        if (!await Answers(async patience => await database.Of("", patience), cancellationToken)) // any small query will do; this one also needs the schema
        {
            missing.Add("The database does not answer.");
        }

        if (!await Answers(async patience => await log.Range(0, patience), cancellationToken))
        {
            missing.Add("The log does not answer.");
        }

        if (cluster.Missing is { } alone)
        {
            missing.Add(alone);
        }

        if (!pumps.Joined)
        {
            missing.Add("It is not known yet which partitions are this process's.");
        }

        var own = pumps.Pumps.Where(static pump => pump.Assigned).ToArray();
        var stopped = own.Count(static pump => !pump.Running);
        var behind = own.Count(static pump => pump is { Running: true, CaughtUp: false });
        if (stopped > 0)
        {
            missing.Add($"{stopped} of {own.Length} partitions have no running pump.");
        }

        if (behind > 0)
        {
            missing.Add($"{behind} of {own.Length} partitions are still replaying.");
        }

        return missing;
    }

    private static async Task<bool> Answers(Func<CancellationToken, Task> question, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await question(patience.Token).WaitAsync(patience.Token);
            return true;
        }
        catch (Exception exception) when (exception is DbException or LogUnavailableException or OperationCanceledException or TimeoutException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }
}
