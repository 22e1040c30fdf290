using System.Text;
using Crm.Core.Customers;
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
            case ErasureState.Retired when await erasures.IsStored(erasure.Partition, erasure.Offset, cancellationToken):
                await erasures.Reached(erasure, ErasureState.Buried, cancellationToken);
                return true;
            case ErasureState.Buried:
                await rows.Remove(erasure, subject, cancellationToken);
                await letters.Remove(erasure, subject, cancellationToken);
                await erasures.Reached(erasure, ErasureState.Removed, cancellationToken);
                return true;
            case ErasureState.Removed when erasure.Retired > options.Value.KeysAfter:
                await erasures.Fenced(erasure, await Fence(erasure, cancellationToken), cancellationToken);
                return true;
            case ErasureState.Fenced when await erasures.IsStored(erasure.Partition, erasure.Fence, cancellationToken) && !await rows.AreOnTheWay(erasure, subject, cancellationToken):
                await rows.Complete(erasure, subject, cancellationToken);
                return true;
            default:
                return false;
        }
    }

    private async Task<long> Fence(Erasure erasure, CancellationToken cancellationToken) =>
        (await log.Append([new(erasure.Partition, RecordKind.Tick, erasure.Store + "/", Nothing)], cancellationToken))[0].Offset;
}
