using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Ingest.Decoding;
using Crm.Ingest.Pumps;

namespace Crm.Ingest.Backfill;

/// <summary>All that is archived of a customer and of those who were ever merged into it, for a merge that is undone. It is the same whenever the record is read.</summary>
internal sealed class WholeHistory(int partition, PumpServices services)
{
    /// <param name="record">An undoing; what was read before it is durable.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>With its history; as it is where the log keeps the archive, for there no customer's events can be found: then it undoes nothing.</returns>
    public async ValueTask<DecodedRecord> Attach(DecodedRecord record, CancellationToken cancellationToken)
    {
        if (services.Options.Archive == ArchiveKeeping.Log || record.Trouble is not null || record.Home != partition)
        {
            return record;
        }

        var past = await services.Backfill.Whole(partition, new CustomerKey(record.Key), record.Offset, cancellationToken);
        return record with
        {
            History =
            [
                .. from one in past
                   let e = EventDecoder.Decode(one.Json, one.AppendedAt).Event
                   where e is not null
                   select new ArchivedRecord(new CustomerKey(one.Key).Id, one.Offset, e.Value),
            ],
        };
    }
}
