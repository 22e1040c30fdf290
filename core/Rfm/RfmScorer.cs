using Crm.Core.Time;

namespace Crm.Core.Rfm;

/// <summary>Scores a customer by a store's cuts, and says when the score of recency changes by itself.</summary>
public sealed class RfmScorer(RfmSettings settings)
{
    private const long Day = 24 * 60 * 60 * 1000;

    public RfmSettings Settings { get; } = settings;

    /// <param name="lastOrder">Null for a customer without orders, who has no scores.</param>
    /// <param name="orders">Their number.</param>
    /// <param name="monetary">Their totals less refunds.</param>
    /// <param name="now">The instant to score at; before the last order counts as the day of it.</param>
    /// <param name="nextChange">When R falls if nothing happens; <see cref="Instant.Never"/> at the lowest score.</param>
    public RfmScores Score(Instant? lastOrder, int orders, decimal monetary, Instant now, out Instant nextChange)
    {
        nextChange = Instant.Never;
        if (lastOrder is not { } last || orders == 0)
        {
            return RfmScores.None;
        }

        // Cut and age are whole days, so "on a cut" is exactly "cut times 24 hours have passed".
        var best = Settings.RecencyDays.Length + 1;
        var recency = best;
        foreach (var days in Settings.RecencyDays)
        {
            var falls = last.PlusMilliseconds(days * Day);
            if (falls > now)
            {
                nextChange = falls;
                break;
            }

            recency--;
        }

        return new((byte)recency, Reached(Settings.FrequencyOrders.AsSpan(), orders), Reached(Settings.MonetaryAmounts.AsSpan(), monetary));
    }

    private static byte Reached<T>(ReadOnlySpan<T> cuts, T value) where T : IComparable<T>
    {
        byte score = 1;
        foreach (var cut in cuts)
        {
            if (value.CompareTo(cut) < 0)
            {
                break;
            }

            score++;
        }

        return score;
    }
}
