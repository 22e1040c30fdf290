using Crm.Ingest.Pumps;
using Crm.Postgres.Archive;
using Crm.Postgres.Automations;
using Crm.Silo.Customers;
using Crm.Silo.Http;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Export;

/// <summary>Puts together what an export consists of, some at a time: each holds a connection to the database for as long as it is read.</summary>
internal sealed class Exports(CustomerCalls calls, AutomationRecords records, Timeline timeline, IStoreDirectory stores, IOptions<PumpOptions> pumps, TimeProvider time)
{
    public const int Most = 4;

    private int _open;

    public TimeProvider Time => time;

    public Timeline Timeline => timeline;

    /// <summary>Where the log keeps the archive one customer's events cannot be found.</summary>
    public bool HasEvents => pumps.Value.Archive == ArchiveKeeping.Database;

    public async Task<IResult> Open(string store, string id, CancellationToken cancellationToken)
    {
        if (await stores.Find(store, cancellationToken) is not { } settings || await calls.Read(store, id) is not { } view)
        {
            return CustomerCalls.Unknown;
        }

        var orders = await calls.Orders(store, view.Id);
        var runs = await records.RunsOf(store, view.Id, cancellationToken);
        if (Interlocked.Increment(ref _open) <= Most)
        {
            return new CustomerExport(this, settings, view, orders, runs);
        }

        Closed();
        return new Problem(StatusCodes.Status429TooManyRequests) { Detail = $"{Most} exports are being read.", RetryAfter = 10 };
    }

    public void Closed() => Interlocked.Decrement(ref _open);
}
