using System.Collections.Immutable;

namespace Crm.Core.Rfm;

/// <summary>The groups of a store that has not chosen its own: a table by R and by FM, the mean of F and M rounded half up.</summary>
public static class DefaultGroups
{
    private const string New = "New Customers", Potential = "Potential Loyalists", Champions = "Champions", Promising = "Promising",
        Loyal = "Loyal Customers", Attention = "Need Attention", Hibernating = "Hibernating", AtRisk = "At Risk",
        CantLose = "Can't Lose Them", Lost = "Lost";

    // A row per R from 1, in it a name per FM from 1.
    private static readonly string[][] Table =
    [
        [Lost, Lost, AtRisk, CantLose, CantLose],
        [Hibernating, Hibernating, AtRisk, AtRisk, CantLose],
        [Promising, Attention, Attention, Loyal, Loyal],
        [Promising, Potential, Potential, Loyal, Champions],
        [New, Potential, Potential, Champions, Champions],
    ];

    private static readonly RfmGroups[] BySize = [.. Enumerable.Range(RfmPlan.FewestScores, RfmPlan.MostScores - RfmPlan.FewestScores + 1).Select(Make)];

    /// <summary>The table of five; for fewer scores its rows and columns that lie as far between the ends.</summary>
    public static RfmGroups Of(int scores) => BySize[scores - RfmPlan.FewestScores];

    // Neighbours of one name are one row.
    private static RfmGroups Make(int scores)
    {
        var rows = ImmutableArray.CreateBuilder<RfmGroup>();
        var all = new ScoreRange(1, (byte)scores);
        for (var r = (byte)scores; r >= 1; r--)
        {
            for (byte fm = 1; fm <= scores; fm++)
            {
                var name = Table[OfFive(r, scores) - 1][OfFive(fm, scores) - 1];
                if (fm > 1 && rows[^1] is var before && before.Name == name)
                {
                    rows[^1] = before with { FM = new(before.FM.From, fm) };
                }
                else
                {
                    rows.Add(new(name, new(r, r), all, all, new(fm, fm)));
                }
            }
        }

        return new(scores, rows.ToImmutable());
    }

    private static int OfFive(int score, int scores) => 1 + (((score - 1) * 4 * 2) + (scores - 1)) / (2 * (scores - 1));
}
