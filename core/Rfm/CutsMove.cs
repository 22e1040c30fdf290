using Crm.Core.Customers;
using Crm.Core.Time;

namespace Crm.Core.Rfm;

/// <summary>New cuts that hold from an instant on, and whom they may concern as the read model has them: the customer's own turn decides.</summary>
/// <param name="Version">The definition version that brings them.</param>
/// <param name="Now">The store's now.</param>
/// <param name="Scorer">By the new cuts.</param>
public sealed record CutsMove(int Version, Instant Now, RfmScorer Scorer)
{
    /// <summary>A score that is not the cuts' own, whether it moves or is kept; or an R that falls before the customer would wake.</summary>
    /// <param name="customer">As of now.</param>
    /// <param name="nextWake">When it next changes by itself, by its own cuts.</param>
    public bool MayConcern(CustomerColumns customer, Instant nextWake) =>
        Scorer.Score(customer.LastOrder, customer.Orders, customer.Revenue - customer.Refunded, Now, out var falls) != new RfmScores(customer.R, customer.F, customer.M)
        || falls < nextWake;
}
