using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Time;

namespace Crm.Core.Rfm;

/// <summary>New cuts that hold from an instant on, and whom they may concern as the read model has them: the customer's own turn decides.</summary>
/// <param name="Version">The definition version that brings them.</param>
/// <param name="Now">The store's now.</param>
/// <param name="Scorer">By the new cuts.</param>
/// <param name="Tops">Where the cuts of shares moved.</param>
public sealed record CutsMove(int Version, Instant Now, RfmScorer Scorer, ImmutableArray<TopMove> Tops)
{
    // Averages are as the fold divides, and less exact in SQL.
    public const decimal Slack = 0.000_000_000_000_001m;

    public static CutsMove Between(StoreDefinitions before, StoreDefinitions next, Instant now)
    {
        var (old, cuts) = (before.Set.Rfm.Tops, next.Set.Rfm.Tops);
        var moves =
            from share in cuts.Concat(old).Select(static cut => cut.Share).Distinct()
            let move = TopMove.Between(share.Field, ValueOf(old, share), ValueOf(cuts, share))
            where move.Low != move.High
            select move;
        return new(next.Version, now, next.Rfm, [.. moves]);
    }

    /// <summary>A score that is not the cuts' own, whether it moves or is kept; a figure that a cut passed.</summary>
    /// <param name="customer">As of now.</param>
    public bool MayConcern(CustomerColumns customer) =>
        Scorer.Score(customer.LastOrder, customer.Orders, customer.Revenue - customer.Refunded, Now, out _) != new RfmScores(customer.R, customer.F, customer.M)
        || Tops.Any(move => move.Has(customer));

    private static decimal? ValueOf(ImmutableArray<TopCut> cuts, TopShare share) => cuts.Where(cut => cut.Share == share).Select(static cut => (decimal?)cut.Value).FirstOrDefault();
}

/// <summary>Who lies from the one to below the other is in the share by one of the two cuts alone.</summary>
/// <param name="Field">Of the share.</param>
/// <param name="Low">The lower cut.</param>
/// <param name="High">The higher one; null where one was not there, and nobody in the share.</param>
public readonly record struct TopMove(string Field, decimal Low, decimal? High)
{
    internal static TopMove Between(string field, decimal? old, decimal? cut) =>
        new(field, Math.Min(old ?? cut!.Value, cut ?? old!.Value), old is { } a && cut is { } b ? Math.Max(a, b) : null);

    public bool Has(CustomerColumns customer)
    {
        var value = Field switch
        {
            "orders" => customer.Orders,
            "revenue" => customer.Revenue,
            "refunded" => customer.Refunded,
            _ => customer.Orders == 0 ? 0 : customer.Revenue / customer.Orders,
        };
        return value + CutsMove.Slack >= Low && (High is null || value - CutsMove.Slack < High);
    }
}
