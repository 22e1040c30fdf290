using System.Collections.Immutable;
using Crm.Core.Rfm;

namespace Crm.Core.Definitions;

/// <summary>What putting a plan for RFM, and finding its cuts anew, make of a store's definitions.</summary>
public static class RfmEdits
{
    /// <summary>Replaces the plan; its cuts hold at once. The same again changes nothing.</summary>
    /// <param name="put">Its version is not looked at.</param>
    /// <param name="measure">Of the store's customers, as this plan asks for it.</param>
    /// <param name="ifVersion">Of the plan, as the caller last saw it, 0 for the default; null for whatever is there.</param>
    public static DefinitionEdit Put(DefinitionSet current, RfmPlan put, RfmMeasure measure, int? ifVersion)
    {
        var plan = current.Rfm.Plan;
        if (ifVersion is { } expected && expected != plan.Version)
        {
            return new(EditStatus.VersionMismatch);
        }

        var next = current.Version + 1;
        return RfmPlanJson.ToText(put with { Version = 0 }) == RfmPlanJson.ToText(plan with { Version = 0 })
            ? new(EditStatus.Done)
            : Next(current, Cut(current, put with { Version = next }, measure));
    }

    /// <summary>New cuts by the plan that holds. The same cuts again change nothing.</summary>
    /// <param name="plan">The version of the plan that asked for the measure; one by another is out of date.</param>
    public static DefinitionEdit Refresh(DefinitionSet current, int plan, RfmMeasure measure)
    {
        if (plan != current.Rfm.Plan.Version)
        {
            return new(EditStatus.VersionMismatch);
        }

        var cut = Cut(current, current.Rfm.Plan, measure);
        return cut.HasSameCuts(current.Rfm) ? new(EditStatus.Done) : Next(current, cut);
    }

    /// <summary>An edit with the cuts of shares that nobody asked for before.</summary>
    public static DefinitionEdit WithTops(DefinitionEdit edit, ImmutableArray<TopCut> tops) => edit.Next is { } next && tops.Length > 0
        ? edit with { Next = next with { Rfm = next.Rfm with { Tops = Both(next.Rfm.Tops, tops) } } }
        : edit;

    // Those of rules that were put while it was measured stay; those that nobody asks for any more go.
    private static RfmSettings Cut(DefinitionSet current, RfmPlan plan, RfmMeasure measure)
    {
        var used = TopShare.In(current).ToHashSet();
        var cut = measure.Cut(plan, current.Rfm);
        return cut with { Tops = [.. Both(measure.Tops, current.Rfm.Tops).Where(top => used.Contains(top.Share))] };
    }

    private static ImmutableArray<TopCut> Both(ImmutableArray<TopCut> first, ImmutableArray<TopCut> second) => [.. first.Concat(second).DistinctBy(static top => top.Share)];

    private static DefinitionEdit Next(DefinitionSet current, RfmSettings rfm) =>
        new(EditStatus.Done, current with { Version = current.Version + 1, Rfm = rfm with { Version = current.Rfm.Version + 1 } });
}
