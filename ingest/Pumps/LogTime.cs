using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Ingest.Decoding;

namespace Crm.Ingest.Pumps;

/// <summary>Time enters only by the log: what a store's now is once a record was read.</summary>
internal static class LogTime
{
    /// <summary>The greatest of the now before and what the record says; on the log clock only what it names counts, not when it was appended.</summary>
    public static Instant NowAfter(StoreSettings store, Instant before, in DecodedRecord record)
    {
        var now = Instant.Later(before, record.TickTo ?? Instant.Min);
        if (store.Clock == StoreClock.Log)
        {
            return record.Event is { } dated && dated.Type.MovesTime() ? Instant.Later(now, dated.At) : now;
        }

        now = Instant.Later(now, record.AppendedAt);
        return record.Event is { } received ? Instant.Later(now, received.ReceivedAt) : now;
    }
}
