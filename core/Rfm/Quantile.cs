namespace Crm.Core.Rfm;

/// <summary>
/// An exact quantile of type 7 (Hyndman and Fan, Sample Quantiles in Statistical Packages, 1996; the default of R, NumPy and spreadsheets): of n values in
/// ascending order, x₀ first, the one at (n − 1)p, in a straight line between its neighbours.
/// </summary>
/// <param name="Numerator">Of the probability p, 0 to <paramref name="Denominator"/>.</param>
/// <param name="Denominator">Above 0.</param>
public readonly record struct Quantile(long Numerator, long Denominator)
{
    /// <summary>Those that cut a population into so many parts.</summary>
    public static Quantile[] Cutting(int parts) => [.. Enumerable.Range(1, parts - 1).Select(part => new Quantile(part, parts))];

    /// <summary>The place, from 0, of the value at or next below it; the other neighbour is the next one, if there is one.</summary>
    /// <param name="count">Of all values, at least 1.</param>
    public long PlaceIn(long count) => (count - 1) * Numerator / Denominator;

    /// <param name="count">Of all values.</param>
    /// <param name="below">The value at <see cref="PlaceIn"/>.</param>
    /// <param name="above">The next one.</param>
    public decimal Between(long count, decimal below, decimal above)
    {
        var part = (count - 1) * Numerator % Denominator;
        return part == 0 ? below : below + ((above - below) * part / Denominator);
    }
}
