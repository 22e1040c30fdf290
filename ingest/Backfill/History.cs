using Crm.Ingest.Commits;
using Crm.Ingest.Decoding;
using Crm.Ingest.Pumps;

namespace Crm.Ingest.Backfill;

/// <summary>
/// The events of a partition that counted, as a new rule looks back at them. Where the log keeps them it is read once from its
/// beginning, and what is wanted is put beside the database's own rows, which events of an earlier time may still have.
/// </summary>
internal sealed class History(PartitionRow row, PumpServices services)
{
    private const int ReadAtOnce = 10_000;

    private readonly RecordDecoder _decoder = new(row.Partition, services.Log.Partitions);
    private bool _spooled;

    /// <param name="store">Whose customers are asked for after this.</param>
    /// <param name="names">The only events that are.</param>
    /// <param name="before">The control record's offset.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async ValueTask Begin(string store, IReadOnlySet<string> names, long before, CancellationToken cancellationToken)
    {
        _spooled = services.Options.Archive == ArchiveKeeping.Log && names.Count > 0;
        if (!_spooled)
        {
            return;
        }

        await services.Spool.Clear(row.Partition, row.Epoch, cancellationToken);
        var after = (await services.Log.Range(row.Partition, cancellationToken)).Before;
        while (after < before - 1)
        {
            var records = await services.Log.Read(row.Partition, after, ReadAtOnce, cancellationToken);
            if (records.Count == 0)
            {
                return; // what is left is a mark of a transaction
            }

            var first = after + 1;
            after = records[^1].Offset;
            var uncounted = await services.Partitions.NotCounted(row.Partition, first - 1, after, cancellationToken);
            var wanted = _decoder.Decode(records)
                .Where(record => record.Offset < before && record is { Event: { } e, Trouble: null } && record.Store == store
                    && record.Home == row.Partition && names.Contains(e.Name) && !uncounted.Contains(record.Offset))
                .Select(static record => new ArchivedEvent(record.Key, record.Offset, record.Event!.Value.ReceivedAt, record.Payload)).ToArray();
            if (wanted.Length > 0)
            {
                await services.Spool.Add(row.Partition, row.Epoch, wanted, cancellationToken);
            }
        }
    }

    /// <summary>Each once, by (customer, offset).</summary>
    public async ValueTask<IEnumerable<ArchivedEvent>> Of(string store, IReadOnlyList<string> customers, IReadOnlySet<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
        {
            return [];
        }

        var archived = await services.Backfill.History(row.Partition, store, customers, names, cancellationToken);
        if (!_spooled)
        {
            return archived;
        }

        var spooled = await services.Spool.Read(row.Partition, row.Epoch, customers, cancellationToken);
        return archived.Concat(spooled).DistinctBy(static past => past.Offset)
            .OrderBy(static past => past.Key, StringComparer.Ordinal).ThenBy(static past => past.Offset);
    }

    public async ValueTask End(CancellationToken cancellationToken)
    {
        if (_spooled)
        {
            await services.Spool.Clear(row.Partition, row.Epoch, cancellationToken);
            _spooled = false;
        }
    }
}
