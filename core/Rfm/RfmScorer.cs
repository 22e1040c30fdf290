using Crm.Core.Time;

namespace Crm.Core.Rfm;

/// <summary>Scores a customer by a store's cuts, and says when the score of recency changes by itself.</summary>
public sealed class RfmScorer
{
    private const long Day = 24 * 60 * 60 * 1000;

    private readonly (long On, long Beyond)[] _ages; // R falls by one at each; where it is held, beyond it
    private readonly decimal[] _orders;
    private readonly decimal[] _amounts;

    public RfmScorer(RfmSettings settings)
    {
        Settings = settings;
        _ages = [.. settings.RecencyDays.Select(days => (days * Day, (days * Day) + MarginOf(days)))];
        _orders = [.. settings.FrequencyOrders];
        _amounts = [.. settings.MonetaryAmounts];
    }

    public RfmSettings Settings { get; }

    /// <summary>Each score of recency above the lowest, and the age of the last order, in milliseconds, at which it falls.</summary>
    public IEnumerable<(byte Score, long Age)> Falls => _ages.Select((age, i) => ((byte)(_ages.Length + 1 - i), age.On));

    /// <summary>By the cuts alone.</summary>
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

        return new(Fallen((byte)(_ages.Length + 1), last, now, kept: false, out nextChange), Moved(1, _orders, orders, 0), Moved(1, _amounts, monetary, 0));
    }

    /// <summary>When R falls by these cuts, of a customer that they do not hold beyond one; <see cref="Instant.Never"/> at the lowest score.</summary>
    public Instant FallOf(byte recency, Instant? lastOrder) =>
        recency > 1 && recency <= _ages.Length + 1 && lastOrder is { } last ? last.PlusMilliseconds(AgeOf(recency).On) : Instant.Never;

    /// <summary>
    /// Of a customer whose orders are as they were when it got its scores: time takes R down, and new cuts move a score only where
    /// the value lies beyond a cut by the share of hysteresis. A score that was so kept stays until new cuts or its orders change it.
    /// </summary>
    /// <param name="scores">That it has.</param>
    /// <param name="newCuts">Whether it got them by other cuts.</param>
    /// <inheritdoc cref="Score"/>
    public RfmScores Keep(RfmScores scores, Instant? lastOrder, int orders, decimal monetary, Instant now, bool newCuts, out Instant nextChange)
    {
        if (scores.IsNone || lastOrder is not { } last || orders == 0)
        {
            return Score(lastOrder, orders, monetary, now, out nextChange);
        }

        var hysteresis = Settings.Plan.Hysteresis;
        var recency = Fallen(newCuts ? Risen(scores.R, last, now) : scores.R, last, now, kept: true, out nextChange);
        return newCuts
            ? new(recency, Moved(scores.F, _orders, orders, hysteresis), Moved(scores.M, _amounts, monetary, hysteresis))
            : new(recency, scores.F, scores.M);
    }

    // Cut and age are whole days, so "on a cut" is exactly "cut times 24 hours have passed". A kept customer beyond a cut that did not take
    // the score down when it was passed is held until beyond the margin: the cut moved, not the customer.
    private byte Fallen(byte score, Instant last, Instant now, bool kept, out Instant nextChange)
    {
        nextChange = Instant.Never;
        for (; score > 1; score--)
        {
            var on = last.PlusMilliseconds(AgeOf(score).On);
            var beyond = kept ? last.PlusMilliseconds(AgeOf(score).Beyond) : on;
            if (now != on && now < beyond)
            {
                nextChange = now < on ? on : beyond;
                break;
            }
        }

        return score;
    }

    private byte Risen(byte score, Instant last, Instant now)
    {
        while (score <= _ages.Length && now < last.PlusMilliseconds((2 * AgeOf(score + 1).On) - AgeOf(score + 1).Beyond))
        {
            score++;
        }

        return score;
    }

    // At which a score is lost to the one below.
    private (long On, long Beyond) AgeOf(int score) => _ages[_ages.Length + 1 - score];

    private long MarginOf(int days) => (long)decimal.Ceiling(days * Day * Settings.Plan.Hysteresis);

    // Amounts may be below zero, and so may cuts: the share is of the cut's size.
    private static byte Moved(byte score, decimal[] cuts, decimal value, decimal hysteresis)
    {
        while (score <= cuts.Length && value >= cuts[score - 1] + (Math.Abs(cuts[score - 1]) * hysteresis))
        {
            score++;
        }

        while (score > 1 && value < cuts[score - 2] - (Math.Abs(cuts[score - 2]) * hysteresis))
        {
            score--;
        }

        return score;
    }
}
