using System.Text;
using Crm.Ingest.Logs;
using Crm.Ingest.Privacy;
using Crm.Postgres.Privacy;
using Crm.Silo.Customers;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Privacy;

/// <summary>Takes an erasure a step further. Each step may be done twice, by a process that died before it could say so and by the next one.</summary>
internal sealed class ErasureSteps(
    ILog log, CustomerWrites writes, Erasures erasures, ErasureRows rows, DeadLetterSweep letters, IOptions<PrivacyOptions> options)
{
    // From the customer to its parts, and from those to the homes of what they shared; once more for what was on its way to the customer.
    private const int RoundsToBury = 4;

    // A tick to an instant long past moves nobody's time, and every pump reads it.
    private static readonly byte[] Nothing = Encoding.UTF8.GetBytes("""{"to":0}""");

    /// <returns>False where it has to wait for something, or is done.</returns>
    public async Task<bool> Next(Erasure erasure, CancellationToken cancellationToken)
    {
        if (erasure.Subject is not { } subject)
        {
            return false;
        }

        switch (erasure.State)
        {
            case ErasureState.Asked:
                var record = await writes.Erase(new(erasure.Store, subject.Customers[0]), erasure.Id, subject.At, erasure.Block, cancellationToken);
                var place = (await log.Append([record], cancellationToken))[0];
                await erasures.Logged(erasure, place.Partition, place.Offset, cancellationToken);
                return true;
            case ErasureState.Logged:
                await erasures.Retire(erasure, cancellationToken);
                return true;
            case ErasureState.Retired when erasure.Round < RoundsToBury:
                return await Round(erasure, cancellationToken);
            case ErasureState.Retired:
                await erasures.Buried(erasure, subject, cancellationToken);
                return true;
            case ErasureState.Buried:
                await rows.Remove(erasure, subject, cancellationToken);
                await letters.Remove(erasure, subject, cancellationToken);
                await erasures.Removed(erasure, cancellationToken);
                return true;
            case ErasureState.Removed when erasure.Retired <= options.Value.KeysAfter:
                return false;
            case ErasureState.Removed when erasure.Round == RoundsToBury:
                return await Round(erasure, cancellationToken);
            case ErasureState.Removed:
                await rows.Complete(erasure, subject, cancellationToken);
                return true;
            default:
                return false;
        }
    }

    // A round is over when every partition has read, and stored, what stood in it when the round began, and has taken what was forwarded to it from there.
    private async Task<bool> Round(Erasure erasure, CancellationToken cancellationToken)
    {
        if (erasure.Fences.IsEmpty)
        {
            var ticks = Enumerable.Range(0, log.Partitions).Select(partition => new LogAppend(partition, RecordKind.Tick, erasure.Store + "/", Nothing)).ToArray();
            await erasures.Fence(erasure, [.. (await log.Append(ticks, cancellationToken)).Select(static place => place.Offset)], cancellationToken);
            return true;
        }

        if (!await (erasure.AwaitsForwards ? erasures.HaveArrived(erasure, cancellationToken) : erasures.IsStored(erasure, cancellationToken)))
        {
            return false;
        }

        await (erasure.AwaitsForwards ? erasures.EndRound(erasure, cancellationToken) : erasures.AwaitForwards(erasure, cancellationToken));
        return true;
    }
}
