namespace Crm.Core.Rfm;

/// <summary>A row of the table of groups: who has these scores, and is in no row before, belongs to it.</summary>
/// <param name="Name">1 to 50 characters; several rows may have the same.</param>
/// <param name="FM">Of the mean of F and M rounded half up.</param>
public sealed record RfmGroup(string Name, ScoreRange R, ScoreRange F, ScoreRange M, ScoreRange FM)
{
    public const int MostNameLength = 50;

    public bool Has(RfmScores scores) =>
        R.Has(scores.R) && F.Has(scores.F) && M.Has(scores.M) && FM.Has((scores.F + scores.M + 1) / 2);
}

/// <summary>Both ends belong to it.</summary>
public readonly record struct ScoreRange(byte From, byte To)
{
    public bool Has(int score) => score >= From && score <= To;
}
