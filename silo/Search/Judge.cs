using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;
using Crm.Ingest.Backfill;
using Crm.Postgres.Search;

namespace Crm.Silo.Search;

/// <summary>
/// Says of stored customers whether they are meant. Each is read into a copy of its own, which takes the rule as a customer does when a segment is
/// put: with the past events that the rule looks back at. Nothing is written.
/// </summary>
internal sealed class Judge(StoreDefinitions current, StoreDefinitions? next, string? orderId, Instant now, IDefinitionCache definitions, PastEvents past)
{
    /// <summary>No segment can be called so.</summary>
    public const string Segment = "?";

    /// <summary>The definitions that hold.</summary>
    public StoreDefinitions Current => current;

    public Instant Now => now;

    /// <summary>Whether customers who are listed may not be meant.</summary>
    public bool IsSelective => next is not null || orderId is not null;

    /// <returns>By the page's order: the customers that are meant, null for others; and how many of the page lists show at all.</returns>
    public async Task<(Customer?[] Meant, int Listed)> Of(IReadOnlyList<StoredCustomer> page, CancellationToken cancellationToken)
    {
        var customers = new Customer?[page.Count];
        var listed = 0;
        for (var i = 0; i < customers.Length; i++)
        {
            var version = await definitions.Get(current.Store.Name, page[i].Definitions, cancellationToken);
            var customer = Customer.Read(new(current.Store.Name, page[i].Id), page[i].State, version);
            listed += customer.IsListed ? 1 : 0;
            customers[i] = customer.IsListed && (orderId is null || customer.HasOrder(orderId)) ? customer : null;
        }

        if (next is not null)
        {
            var history = await History(page, customers, cancellationToken);
            for (var i = 0; i < customers.Length; i++)
            {
                customers[i] = customers[i] is { } customer && Belongs(customer, history) ? customer : null;
            }
        }

        return (customers, listed);
    }

    private bool Belongs(Customer customer, ILookup<string, PastEvent>? history) => customer.WouldBelong(
        next!, Segment, now, history is null ? [] : [.. history[customer.Key.Id]],
        history is null ? [] : customer.Parts.Select(part => (IReadOnlyList<PastEvent>)[.. history[part.Id]]));

    /// <returns>Null where the rule needs none.</returns>
    private async Task<ILookup<string, PastEvent>?> History(IReadOnlyList<StoredCustomer> page, Customer?[] customers, CancellationToken cancellationToken)
    {
        var versions = customers.OfType<Customer>().Select(static customer => customer.Definitions).Distinct();
        var names = versions.SelectMany(version => next!.Rules.NewEventNames(version.Rules)).ToHashSet(StringComparer.Ordinal);
        if (names.Count == 0)
        {
            return null;
        }

        var wanted = new List<(string, long, int?)>(customers.Length);
        for (var i = 0; i < customers.Length; i++)
        {
            if (customers[i] is { } customer)
            {
                // Not what came since: the state does not know of it either.
                wanted.Add((customer.Key.Id, customer.Position.Offset, page[i].Partition));
                wanted.AddRange(customer.Parts.Select(static part => (part.Id, part.Through, (int?)null)));
            }
        }

        var events = await past.Of(current.Store.Name, wanted, names, cancellationToken);
        return events.SelectMany(static one => one.Select(archived => (one.Key, Event: Decode(archived))))
            .Where(static one => one.Event is not null).ToLookup(static one => one.Key, static one => one.Event!.Value, StringComparer.Ordinal);
    }

    private static PastEvent? Decode(ArchivedEvent archived) =>
        EventDecoder.Decode(archived.Json, archived.AppendedAt).Event is { } e ? new PastEvent(e, archived.Offset) : null;
}
