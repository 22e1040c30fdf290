using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.Postgres.Search;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Search;

/// <summary>Judges a store's customers, in an order or by chance, until there are enough or the time is up.</summary>
internal sealed class Searches(StoredCustomers stored, TimeProvider time, IOptions<SearchOptions> options)
{
    private const int Sample = 10;
    private const int Fewest = 256, Most = 4096; // customers at a time, of a few kilobytes each

    /// <summary>A page in order. It goes on behind its next: items may be few, or none, where the time was up.</summary>
    public async Task<(ImmutableArray<CustomerSummary> Items, CustomerPlace? Next, long Scanned)> Page(
        string store, CustomerFilter filter, SearchTerms terms, Judge judge, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var (items, after, last, scanned) = (ImmutableArray.CreateBuilder<CustomerSummary>(), terms.After, terms.After, 0L);
        for (var size = judge.IsSelective ? Math.Max(Fewest, terms.Limit + 1) : terms.Limit + 1; ; size = Math.Min(2 * size, Most))
        {
            var page = await stored.Page(store, filter, terms.Order, after, size, cancellationToken);
            var (meant, listed) = await judge.Of(page, cancellationToken);
            scanned += listed;
            for (var i = 0; i < meant.Length; i++)
            {
                if (meant[i] is { } customer)
                {
                    if (items.Count == terms.Limit)
                    {
                        return (items.ToImmutable(), last, scanned); // there is one more
                    }

                    items.Add(customer.Summary());
                    last = page[i].Place;
                }
            }

            if (page.Count < size)
            {
                return (items.ToImmutable(), null, scanned);
            }

            after = page[^1].Place;
            if (IsLate(started))
            {
                return (items.ToImmutable(), after, scanned);
            }
        }
    }

    /// <summary>How many of all customers are meant, as far as there is time to see.</summary>
    public async Task<Tally> Count(string store, Judge judge, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var all = await stored.Count(store, cancellationToken);
        var parts = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(all / Fewest, 1, 1 << 20));
        var sample = ImmutableArray.CreateBuilder<CustomerSummary>(Sample);
        var (members, listed, read) = (0L, 0L, 0L);
        for (var (from, width) = (0, 1); ; (from, width) = (from + width, Math.Min(2 * width, Most / Fewest)))
        {
            var to = Math.Min(from + width, parts);
            var page = await stored.Parts(store, from, to, parts, cancellationToken);
            var (meant, shown) = await judge.Of(page, cancellationToken);
            (listed, read) = (listed + shown, read + page.Count);
            foreach (var customer in meant.OfType<Customer>())
            {
                members++;
                if (sample.Count < Sample)
                {
                    sample.Add(customer.Summary());
                }
            }

            if (to == parts)
            {
                return new(members, true, listed, listed, sample.ToImmutable());
            }

            if (IsLate(started) && read > 0)
            {
                return new(Whole(members, all, read), false, listed, Whole(listed, all, read), sample.ToImmutable());
            }
        }
    }

    private bool IsLate(long started) => time.GetElapsedTime(started) >= options.Value.Budget;

    private static long Whole(long counted, long all, long read) => (long)Math.Round((double)counted * all / read);
}

/// <param name="Members">Or, where not all were judged, an estimate; likewise <paramref name="Customers"/>.</param>
/// <param name="Scanned">Who were judged.</param>
internal sealed record Tally(long Members, bool IsExact, long Scanned, long Customers, ImmutableArray<CustomerSummary> Sample);
