using Crm.Core.Rfm;
using Crm.Core.Time;

namespace Crm.Ingest.Pumps;

/// <summary>Finds the stored customers of a partition by the instant at which they may change by themselves.</summary>
public interface IWakeIndex
{
    /// <summary>
    /// Customers of a store with after &lt; next wake-up ≤ through, by (instant, key), at most limit of them. One who is stored under an older version
    /// wakes by its own cuts, and when R falls by these: between the two lie new cuts alone.
    /// </summary>
    Task<IReadOnlyList<Wake>> Due(int partition, string store, int version, RfmScorer cuts, Instant after, Instant through, int limit, CancellationToken cancellationToken);
}

/// <param name="Key">The whole customer key.</param>
public readonly record struct Wake(Instant At, string Key) : IComparable<Wake>
{
    public int CompareTo(Wake other) => At != other.At ? At.CompareTo(other.At) : string.CompareOrdinal(Key, other.Key);
}
