using System.Runtime.InteropServices;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>Sums over the orders that count: known by a completion or update, and not cancelled.</summary>
/// <param name="Orders">Their number.</param>
/// <param name="Revenue">The sum of their totals before refunds.</param>
/// <param name="Refunded">Refunds of every order that is not cancelled, also of one that is not known yet.</param>
/// <param name="FirstOrder">The earliest of their dates.</param>
/// <param name="LastOrder">The latest of their dates.</param>
internal readonly record struct OrderFigures(int Orders, decimal Revenue, decimal Refunded, Instant? FirstOrder, Instant? LastOrder);

/// <summary>
/// Every order of a customer by the hash of its id, so that repeats, updates, cancellations and refunds are exact at any
/// age and in whatever order they arrive.
/// </summary>
internal sealed class OrderBook
{
    private readonly List<OrderEntry> _entries = new(1); // ascending by id

    public OrderFigures Figures { get; private set; }

    public IEnumerable<OrderView> All => _entries.Select(static entry => new OrderView(entry.Date, entry.Total, entry.Refunded, entry.Counts));

    /// <param name="days">Gets the difference.</param>
    public void Apply(in OrderFacts facts, Instant at, long offset, DayTally days)
    {
        ref var entry = ref Find(facts.Id);
        var before = entry;
        entry.Apply(facts, at, offset);
        Recount(before, entry);
        days.Take(before);
        days.Add(entry);
    }

    /// <summary>Takes in another customer's: an order that both know is one order.</summary>
    public void Absorb(OrderBook other)
    {
        foreach (var theirs in other._entries)
        {
            ref var entry = ref Find(theirs.Id);
            var before = entry;
            entry.Absorb(theirs);
            Recount(before, entry);
        }
    }

    /// <param name="id">The hash of an order's id.</param>
    public bool Has(ulong id) => _entries.Exists(entry => entry.Id == id);

    public void AddTo(DayTally days)
    {
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_entries))
        {
            days.Add(entry);
        }
    }

    public void TakeFrom(DayTally days)
    {
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_entries))
        {
            days.Take(entry);
        }
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Count(_entries.Count);
        foreach (var entry in _entries)
        {
            entry.Write(writer);
        }
    }

    public static OrderBook? Read(ref SnapshotReader reader)
    {
        var count = reader.Count();
        if (count == 0)
        {
            return null;
        }

        var book = new OrderBook();
        book._entries.Capacity = count;
        for (var i = 0; i < count; i++)
        {
            var entry = OrderEntry.Read(ref reader);
            book._entries.Add(entry);
            book.Recount(default, entry);
        }

        return book;
    }

    private ref OrderEntry Find(ulong id)
    {
        var entries = CollectionsMarshal.AsSpan(_entries);
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = entries[middle].Id < id ? (middle + 1, high) : (low, middle);
        }

        if (low == entries.Length || entries[low].Id != id)
        {
            _entries.Insert(low, new OrderEntry { Id = id });
        }

        return ref CollectionsMarshal.AsSpan(_entries)[low];
    }

    private void Recount(in OrderEntry before, in OrderEntry after)
    {
        var figures = Figures;
        var (first, last) = (figures.FirstOrder, figures.LastOrder);
        if (before.Counts && (!after.Counts || before.Date != after.Date) && (before.Date == first || before.Date == last))
        {
            (first, last) = Dates();
        }
        else if (after.Counts)
        {
            first = Instant.Earlier(first ?? after.Date, after.Date);
            last = Instant.Later(last ?? after.Date, after.Date);
        }

        Figures = new(
            figures.Orders + (after.Counts ? 1 : 0) - (before.Counts ? 1 : 0),
            figures.Revenue + after.Revenue - before.Revenue,
            figures.Refunded + after.Refunded - before.Refunded,
            first,
            last);
    }

    private (Instant? First, Instant? Last) Dates()
    {
        (Instant? First, Instant? Last) dates = default;
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_entries))
        {
            if (entry.Counts)
            {
                dates = (Instant.Earlier(dates.First ?? entry.Date, entry.Date), Instant.Later(dates.Last ?? entry.Date, entry.Date));
            }
        }

        return dates;
    }
}
