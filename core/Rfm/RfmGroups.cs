using System.Collections.Immutable;

namespace Crm.Core.Rfm;

/// <summary>The default groups: a table by R and by FM, the mean of F and M rounded half up.</summary>
public static class RfmGroups
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

    /// <summary>Every name of the table, best recency first.</summary>
    public static readonly ImmutableArray<string> All = [.. Table.Reverse().SelectMany(static row => row).Distinct()];

    /// <summary>Null for a customer without orders.</summary>
    public static string? NameOf(RfmScores scores) =>
        scores.IsNone ? null : Table[Math.Min((int)scores.R, 5) - 1][Math.Min((scores.F + scores.M + 1) / 2, 5) - 1];
}
